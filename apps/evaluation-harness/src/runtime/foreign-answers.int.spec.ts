import { Server, ServerCredentials, status, type ServiceError, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { agent } from '@ao/contracts';
import { readOutcome, type Outcome } from '@ao/domain-evaluation';
import { testPostgres } from '@ao/postgres/testing';
import { echoTrial, ended, workerLoopOf, recordedEpisodes, registerEchoSet, schedule } from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';
import { foreignRuntime } from './foreign-runtime.js';

const suite = harnessSuite(testPostgres);

type Response = Partial<agent.RunEpisodeResponse>;
const right = (text: string, change: Response = {}): Uint8Array =>
  agent.RunEpisodeResponse.encode(
    agent.RunEpisodeResponse.fromPartial({ output: { text }, confidence: 0.5, tokensIn: 3, tokensOut: 2, ...change }),
  ).finish();
const nested = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1);
/** `tokens_in` as 2^63 - 1, which no JavaScript number is. */
const uncountable = Buffer.from([0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
/** `tokens_in` as the double 1.5: not the type of the field. */
const fractional = Buffer.from([0x19, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f]);
const odd = (code: status, details: string): Partial<ServiceError> => ({ code, details });

/** What the agent answers to an item, and what becomes of the episode. */
const cases: readonly (readonly [
  name: string,
  answer: (text: string) => Uint8Array | Partial<ServiceError>,
  expected: Partial<Record<keyof Outcome, unknown>>,
])[] = [
  [
    'NaN as confidence',
    (text) => right(text, { confidence: Number.NaN }),
    { error: 'invalid output: confidence NaN is not between 0 and 1', tokensIn: 3 },
  ],
  [
    'an infinite confidence',
    (text) => right(text, { confidence: Number.POSITIVE_INFINITY }),
    { error: 'invalid output: confidence Infinity is not between 0 and 1' },
  ],
  [
    'a confidence above 1',
    (text) => right(text, { confidence: 1.000001 }),
    { error: 'invalid output: confidence 1.000001 is not between 0 and 1' },
  ],
  [
    'a confidence below 0',
    (text) => right(text, { confidence: -1 }),
    { error: 'invalid output: confidence -1 is not between 0 and 1' },
  ],
  [
    'a memory utility above 1',
    (text) => right(text, { memoryUtility: 7 }),
    { error: 'invalid output: memory utility 7 is not between 0 and 1' },
  ],
  [
    'NaN in its output',
    (text) => right(text, { output: { text, odds: [0, Number.NaN] } }),
    { error: 'invalid output: output.odds[1] is NaN, which is no JSON', tokensIn: 3 },
  ],
  [
    'an infinite output',
    (text) => right(text, { output: Number.NEGATIVE_INFINITY }),
    { error: 'invalid output: output is -Infinity, which is no JSON' },
  ],
  [
    'negative tokens',
    (text) => right(text, { tokensIn: -5 }),
    { error: 'invalid output: tokens in -5 is not a whole number of at least 0', tokensIn: 0 },
  ],
  [
    'a negative cost',
    (text) => right(text, { costMicros: -1 }),
    { error: 'invalid output: cost -1 is not a whole number of at least 0' },
  ],
  ['more tokens than numbers', () => uncountable, { error: expect.stringContaining('MAX_SAFE_INTEGER'), tokensIn: 0 }],
  [
    'tokens of another type, which are none',
    (text) => Buffer.concat([right(text, { tokensIn: 0 }), fractional]),
    { error: '', solved: true, tokensIn: 0 },
  ],
  [
    'two million characters',
    (text) => right(text, { output: { text: 'x'.repeat(2_000_000) } }),
    { error: 'invalid output: output has 2000011 characters as JSON, more than 1000000', outputChars: 2_000_011 },
  ],
  [
    'more than the channel takes',
    (text) => right(text, { output: { text: 'x'.repeat(17 * 1024 * 1024) } }),
    { error: expect.stringContaining('the answer is too large') },
  ],
  ['a nest of lists', (text) => right(text, { output: nested(45) }), { error: '' }],
  [
    'a nest without end',
    (text) => right(text, { output: nested(2_000) }),
    { error: expect.stringContaining('recursion limit') },
  ],
  [
    'bytes that are no message',
    () => Buffer.from([0x0a, 0xff, 0xff]),
    { error: expect.stringMatching(/^internal: ./) },
  ],
  ['nothing', () => Buffer.alloc(0), { error: '', refused: true, solved: false, outputChars: 0 }],
  [
    'that it declines',
    (text) => right(text, { refused: true }),
    { error: '', refused: true, solved: false, score: 0, tokensIn: 3 },
  ],
  ['a score of its own', (text) => right(text, { output: { text, score: 1 } }), { error: '', touchedScorer: true }],
  [
    'an error of its own',
    () => odd(status.INVALID_ARGUMENT, 'no such thing'),
    { error: 'invalid_argument: no such thing' },
  ],
  ['that it is exhausted', () => odd(status.RESOURCE_EXHAUSTED, 'quota'), { error: 'resource_exhausted: quota' }],
  ['an error without end', () => odd(status.UNKNOWN, 'x'.repeat(4_000)), { error: expect.stringMatching(/^.{500}$/) }],
  [
    'more tokens than it may use',
    (text) => right(text, { tokensOut: 1_000 }),
    { error: '', limitReached: 'tokens', solved: false },
  ],
  [
    'the right answer',
    (text) => right(text),
    { error: '', solved: true, confidence: 0.5, tokensIn: 3, refused: false, touchedScorer: false },
  ],
];

let server: Server;
let address: string;

beforeAll(async () => {
  server = new Server();
  const definition = {
    ...agent.AgentServiceService,
    runEpisode: {
      ...agent.AgentServiceService.runEpisode,
      responseSerialize: (bytes: Uint8Array) => Buffer.from(bytes),
    },
  };
  const runEpisode = (
    { request }: { request: agent.RunEpisodeRequest },
    callback: (error: unknown, answer?: unknown) => void,
  ): void => {
    const { text } = request.input as { readonly text: string };
    const answer = cases[Number(text.slice(1)) - 1]?.[1](text) ?? odd(status.INTERNAL, 'no case');
    if (answer instanceof Uint8Array) callback(null, answer);
    else callback(answer);
  };
  server.addService(definition, { runEpisode, describe: () => undefined } as unknown as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  address = `127.0.0.1:${port}`;
});
afterAll(() => server.forceShutdown());

it('makes an outcome of whatever an agent answers over its port, and completes the trial', async () => {
  const { database } = suite;
  const runtime = foreignRuntime();
  const taskSet = await registerEchoSet(database, cases.length);
  suite.started(workerLoopOf(database, memoryLease(), { runtime }));
  await schedule(database, echoTrial(taskSet, { runtime: address, episodeTimeoutMs: 20_000 }));
  const end = await ended(database, 'trial-1');
  const outcomes = new Map(
    (await recordedEpisodes(database, 'trial-1')).map(({ outcome }) => [outcome.itemId, readOutcome(outcome)]),
  );
  const seen = cases.map(([name], index) => ({ name, ...outcomes.get(`item-${index + 1}`) }));
  expect(seen).toMatchObject(cases.map(([name, , expected]) => ({ name, ...expected })));
  expect(seen.every(({ error, solved, score }) => error === '' || (!solved && score === 0))).toBe(true);
  expect(end).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: cases.length, errors: seen.filter(({ error }) => error !== '').length, refused: 2 } },
  });
  await runtime.close();
});
