import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { patient } from '@ao/testing';
import { agent, encodeFact, evaluation, lease, type DecodedFact } from '@ao/contracts';
import { localBus, topics, type DeliveredFact, type Subscription } from '@ao/event-bus';
import { connect } from '@ao/postgres';
import { createLogger } from '@ao/observability';
import { rpcClient, toStatus, type RpcClient } from '@ao/rpc';
import { freePort, peersAt, reaction, startApplication, type Application, type ServiceRuntime } from '@ao/service';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { evaluationHarness } from './index.js';
import { quick, until } from './testing/fixture.js';
import { memoryLease } from './testing/memory-lease.js';

const access = { admin: 'admin-token-012345678', viewer: 'viewer-token-01234567', service: 'service-token-0123456' };
const budget = memoryLease();
const heard: { readonly fact: DecodedFact; readonly delivered: DeliveredFact }[] = [];
let postgres: TestPostgres;
let application: Application;
let runtime: ServiceRuntime;
let reader: Subscription;
const stop: (() => Promise<void>)[] = [];
let taskSets: RpcClient<evaluation.TaskSetServiceClient>;
let viewer: RpcClient<evaluation.EvaluationServiceClient>;

type Unary = (call: { request: never }, callback: (error: unknown, answer?: unknown) => void) => void;
const unary =
  (answer: (request: never) => unknown): Unary =>
  ({ request }, callback) =>
    void Promise.resolve(request)
      .then(answer)
      .then(
        (value) => callback(null, value),
        (error: unknown) => callback(toStatus(error)),
      );

/** A gRPC server that is not the platform's own. */
const serve = async (definition: ServiceDefinition, methods: Record<string, Unary>): Promise<string> => {
  const server = new Server();
  server.addService(definition, methods as unknown as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  stop.push(async () => server.forceShutdown());
  return `127.0.0.1:${port}`;
};

const leaseServer = (): Promise<string> =>
  serve(lease.LeaseServiceService, {
    reserveBudget: unary(async ({ reservationId, amount, ...hold }: lease.ReserveBudgetRequest) => ({
      expiresAtMs: await budget.reserve(hold, reservationId, amount as lease.Amount, {} as never),
      committed: false,
    })),
    commitBudget: unary(
      async ({ reservationId, spent, ...hold }: lease.CommitBudgetRequest) => (
        await budget.commit(hold, reservationId, spent as lease.Amount, {} as never),
        {}
      ),
    ),
  });

const agentServer = (
  run: (request: agent.RunEpisodeRequest) => Partial<agent.RunEpisodeResponse> | Promise<never>,
): Promise<string> =>
  serve(agent.AgentServiceService, {
    runEpisode: unary(async (request) => ({
      output: null,
      tokensIn: 0,
      tokensOut: 0,
      costMicros: 0,
      refused: false,
      ...(await run(request)),
    })),
    describe: unary(() => ({})),
  });

beforeAll(async () => {
  postgres = await testPostgres({ durable: true });
  const address = `127.0.0.1:${await freePort('127.0.0.1')}`;
  const sql = connect({ url: postgres.url, applicationName: 'evaluation-harness' });
  const busSql = connect({ url: postgres.url, applicationName: 'bus' });
  stop.push(() => busSql.end({ timeout: 5 }));
  const peers = peersAt(address, { 'lease-policy': await leaseServer() });
  runtime = {
    name: 'evaluation-harness',
    sql,
    bus: localBus({ sql: busSql }),
    logger: createLogger({ service: 'test', level: process.env.AO_TEST_LOG ?? 'silent' }),
    peers,
    serviceToken: access.service,
    access,
  };
  application = await startApplication({
    runtime,
    services: [evaluationHarness.on(runtime, quick)],
    host: '127.0.0.1',
    httpPort: 0,
    grpcPort: Number(address.split(':')[1]),
  });
  reader = await reaction({
    runtime,
    group: 'reader',
    topics: [topics.trial.name, topics.episode.name, topics.taskSet.name],
    handle: async (fact, delivered) => void heard.push({ fact, delivered }),
  });
  taskSets = rpcClient(evaluation.TaskSetServiceClient, address, { token: access.admin });
  viewer = rpcClient(evaluation.EvaluationServiceClient, address, { token: access.viewer });
});
afterAll(async () => {
  taskSets?.close();
  viewer?.close();
  await reader?.close();
  await application?.stop();
  for (const end of stop) await end();
  await postgres?.stop();
});

async function* parts(name: string, lines: readonly object[]): AsyncGenerator<evaluation.ImportTaskSetRequest> {
  yield { part: { $case: 'header', value: { name, role: 'tooling', licence: 'MIT' } } };
  for (const line of lines) yield { part: { $case: 'items', value: Buffer.from(`${JSON.stringify(line)}\n`) } };
}
const squares = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => ({ id: `q${index}`, input: index, target: index * index }));

const schedule = async (trialId: string, change: object): Promise<void> => {
  const { taskSet } = await taskSets.getTaskSet({ reference: 'squares' });
  const data = {
    trialId,
    jobId: `job-of-${trialId}`,
    miniAgent: 'squarer',
    agentVersion: '1.0.0',
    runtime: 'builtin',
    taskSet: `squares@${taskSet?.hash}`,
    configurationHash: 'c',
    configuration: { base: 2 },
    purpose: 'gate',
    arm: 'incumbent',
    splits: ['train', 'dev', 'holdout'],
    orderSeed: 3,
    offset: 0,
    count: 100,
    leaseId: 'l',
    fencingToken: 1,
    leaseExpiresAtMs: 4e12,
    round: 1,
    maxTokensPerEpisode: 10,
    maxCostMicrosPerEpisode: 0,
    episodeTimeoutMs: 300,
    runsPerItem: 0,
    reservedItems: 0,
    reserveTokensPerEpisode: 0,
    reserveCostMicrosPerEpisode: 0,
    pair: '',
    maxConcurrency: 0,
    ...change,
  };
  const fact: DecodedFact = { type: 'orchestrator.trial.scheduled', data };
  await runtime.bus.publish([
    {
      ...encodeFact(fact),
      id: `fact-${trialId}`,
      type: fact.type,
      source: '/orchestrator',
      time: new Date(),
      key: data.jobId,
      corrId: `corr-${trialId}`,
      causationId: 'x',
      subject: 'service:orchestrator',
      streamVersion: 1,
    },
  ]);
};
const factsOf = (type: string, trialId: string) =>
  heard.filter(({ fact, delivered }) => fact.type === type && delivered.corrId === `corr-${trialId}`);
const endOf = async (trialId: string) => {
  const ends = () => [
    ...factsOf('evaluation.trial.completed', trialId),
    ...factsOf('evaluation.trial.failed', trialId),
  ];
  await until(() => ends().length > 0);
  return ends()[0] as (typeof heard)[number];
};
const text = async (format: string, trialId: string): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const { chunk } of viewer.exportReport({ trialId, format })) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

it('imports over gRPC, for administrators only, and publishes it', async () => {
  const { taskSet } = await taskSets.importTaskSet(parts('squares', squares(60)), { corrId: 'corr-import' });
  expect(taskSet).toMatchObject({ name: 'squares', role: 'tooling', source: 'import', documents: 0 });
  await until(() =>
    heard.some(({ fact }) => fact.type === 'taskset.registered' && fact.data.taskSet?.name === 'squares'),
  );
  expect(heard.find(({ delivered }) => delivered.key === 'squares')?.delivered.corrId).toBe('corr-import');
  const bad = rpcClient(evaluation.TaskSetServiceClient, runtime.peers['evaluation-harness'], { token: access.viewer });
  await expect(bad.importTaskSet(parts('mine', squares(1)))).rejects.toMatchObject({ code: 'permission_denied' });
  bad.close();
});

it('refuses a bad import with the numbers of its lines', async () => {
  await expect(
    taskSets.importTaskSet(
      parts('mine', [{ id: 'a', input: 1, target: 1 }, { id: 'a', input: 1, target: 1 }, { id: 'b' }]),
    ),
  ).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [
      { path: 'items:3', message: expect.stringContaining('input') },
      { path: 'items:2', message: expect.stringContaining('repeats') },
    ],
  });
  await expect(taskSets.getTaskSet({ reference: 'mine' })).rejects.toMatchObject({ code: 'not_found' });
});

it('keeps the lines of a long import in order', async () => {
  async function* long(): AsyncGenerator<evaluation.ImportTaskSetRequest> {
    yield { part: { $case: 'header', value: { name: 'long', role: 'tooling', licence: '' } } };
    for (let start = 0; start < 20_000; start += 100) {
      const lines = squares(start + 100)
        .slice(start)
        .map((line) => JSON.stringify(line));
      yield {
        part: {
          $case: 'items',
          value: Buffer.from(start === 19_900 ? [...lines, '{"id":1}', ''].join('\n') : `${lines.join('\n')}\n`),
        },
      };
    }
  }
  await expect(taskSets.importTaskSet(long())).rejects.toMatchObject({ violations: [{ path: 'items:20001' }] });
});

it('registers nothing of an import whose client goes away in the middle, whenever that is', async () => {
  const abandoned = async (name: string, lines: number): Promise<void> => {
    async function* broken(): AsyncGenerator<evaluation.ImportTaskSetRequest> {
      yield* parts(name, squares(lines));
      throw new Error('the client is killed');
    }
    await expect(taskSets.importTaskSet(broken())).rejects.toThrow('the client is killed');
  };
  for (let lines = 0; lines < 40; lines++) await abandoned(`broken-${lines}`, lines * 15);
  await until(async () => (await runtime.sql`select from evaluation.contents where hash is null`).length === 0);
  expect((await taskSets.listTaskSets({})).items.filter(({ name }) => name.startsWith('broken'))).toEqual([]);
});

it('lists the task sets that come with the platform, and gives their corpus to services alone', async () => {
  const { items } = await taskSets.listTaskSets({});
  expect(items.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['interview-questions', 'spam-assassin', 'web-features']),
  );
  const service = rpcClient(evaluation.TaskSetServiceClient, runtime.peers['evaluation-harness'], {
    token: access.service,
  });
  let documents = 0;
  for await (const page of service.readDocuments({ reference: 'interview-questions' }))
    documents += page.documents.length;
  expect(documents).toBe(items.find(({ name }) => name === 'interview-questions')?.documents);
  let trainItems = 0;
  for await (const page of service.readTrainItems({ reference: 'interview-questions' }))
    trainItems += page.items.length;
  expect(trainItems).toBe(items.find(({ name }) => name === 'interview-questions')?.train);
  service.close();
  await expect(
    taskSets.readDocuments({ reference: 'interview-questions' })[Symbol.asyncIterator]().next(),
  ).rejects.toMatchObject({ code: 'permission_denied' });
});

it('measures an agent behind gRPC: facts, outcomes in item order, exports', async () => {
  const seen: agent.RunEpisodeRequest[] = [];
  const address = await agentServer((request) => {
    seen.push(request);
    const input = Number(request.input);
    return { output: input % 4 === 0 ? -1 : input ** 2, confidence: 0.75, tokensIn: 3, tokensOut: 2 };
  });
  await schedule('squared', { runtime: address });
  const { fact, delivered } = await endOf('squared');
  expect(fact).toMatchObject({
    type: 'evaluation.trial.completed',
    data: {
      trialId: 'squared',
      purpose: 'gate',
      arm: 'incumbent',
      round: 1,
      report: { episodes: 60, solved: 45, tokensIn: 180, meanConfidence: 0.75, errors: 0, limitReached: 0 },
    },
  });
  expect(delivered).toMatchObject({ key: 'squared', topic: topics.trial.name });
  expect(seen).toHaveLength(60);
  expect(seen[0]).toMatchObject({
    configuration: { base: 2 },
    corrId: 'corr-squared',
    taskSet: expect.stringMatching(/^squares@/),
  });

  await until(() => factsOf('episode.completed', 'squared').length === 60);
  expect(factsOf('evaluation.trial.progressed', 'squared').at(-1)?.fact.data).toMatchObject({
    slicesDone: 6,
    slices: 6,
    episodes: 60,
  });
  const outcomes: evaluation.Outcome[] = [];
  for await (const page of viewer.listOutcomes({ trialId: 'squared' })) outcomes.push(...page.outcomes);
  expect(outcomes.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 60 }, (_, index) => index));
  const lines = (await text('csv', 'squared')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(61);
  expect(lines[0]).toBe(
    'ordinal,item_id,solved,score,confidence,latency_ms,tokens_in,tokens_out,cost_micros,memory_utility,error,limit_reached,slice,split,run,refused,output_chars,touched_scorer',
  );
  expect(JSON.parse(await text('', 'squared'))).toMatchObject({
    trial_id: 'squared',
    status: 'completed',
    report: { episodes: 60, solve_rate: 0.75 },
  });
});

it('runs each item several times: the agent gets a seed and the run, outcomes come item by item, the report counts items', async () => {
  const seen: agent.RunEpisodeRequest[] = [];
  // Solves q0 to q29 always, the others in their first run alone, and declines where it has nothing to say.
  const address = await agentServer((request) => {
    seen.push(request);
    const input = Number(request.input);
    if (input >= 30 && request.run > 0)
      return request.run === 1 ? { refused: true, confidence: 0.2 } : { output: { solved: true }, confidence: 0.4 };
    return { output: input ** 2, confidence: 0.9 };
  });
  await schedule('thrice', { runtime: address, runsPerItem: 3, count: 40 });
  const end = await endOf('thrice');
  expect(end.fact).toMatchObject({
    type: 'evaluation.trial.completed',
    data: {
      report: { episodes: 120, runsPerItem: 3, errors: 0, passK: { confidence: 0.95 }, calibration: { labels: 120 } },
    },
  });

  const outcomes: evaluation.Outcome[] = [];
  for await (const page of viewer.listOutcomes({ trialId: 'thrice' })) outcomes.push(...page.outcomes);
  expect(outcomes.map(({ ordinal, run }) => [ordinal, run])).toEqual(
    Array.from({ length: 120 }, (_, ordinal) => [ordinal, ordinal % 3]),
  );
  expect(
    Array.from(
      { length: 40 },
      (_, place) => new Set(outcomes.slice(place * 3, place * 3 + 3).map(({ itemId }) => itemId)).size,
    ),
  ).toEqual(Array(40).fill(1));
  const always = new Set(outcomes.filter(({ run, solved }) => run === 2 && solved).map(({ itemId }) => itemId));
  expect([...always].every((itemId) => Number(itemId.slice(1)) < 30)).toBe(true);
  expect(outcomes.filter(({ refused }) => refused)).toHaveLength(40 - always.size);
  expect(outcomes.filter(({ touchedScorer }) => touchedScorer)).toHaveLength(40 - always.size);
  expect(outcomes.every(({ split }) => ['train', 'dev', 'holdout'].includes(split))).toBe(true);
  expect(end.fact).toMatchObject({
    data: { report: { refused: 40 - always.size, passK: { value: always.size / 40 } } },
  });

  expect(new Set(seen.map(({ seed }) => seed)).size).toBe(120);
  expect(seen.every(({ seed }) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
  expect(JSON.parse(await text('json', 'thrice'))).toMatchObject({
    runs_per_item: 3,
    report: {
      runs_per_item: 3,
      refused: 40 - always.size,
      pass_k: { value: always.size / 40 },
      calibration: { labels: 120 },
    },
  });
});

it('gives an agent that is too slow its deadline, and scores it as a limit reached', async () => {
  const address = await agentServer(({ input }) =>
    Number(input) === 7 ? new Promise<never>(() => undefined) : { output: Number(input) ** 2 },
  );
  await schedule('slow', { runtime: address });
  expect((await endOf('slow')).fact.data).toMatchObject({
    report: { episodes: 60, solved: 59, limitReached: 1, errors: 0 },
  });
});

it('fails a trial whose agent nobody answers for', async () => {
  await schedule('nobody', { runtime: `127.0.0.1:${await freePort('127.0.0.1')}` });
  expect((await endOf('nobody')).fact).toMatchObject({
    type: 'evaluation.trial.failed',
    data: { code: 'unavailable', report: { episodes: 0 } },
  });
  expect(JSON.parse(await text('json', 'nobody'))).toMatchObject({ status: 'failed', code: 'unavailable' });
});

it('answers NOT_FOUND and INVALID_ARGUMENT where there is nothing to export', async () => {
  await expect(text('json', 'no-such-trial')).rejects.toMatchObject({ code: 'not_found' });
  await expect(text('xml', 'squared')).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [{ path: 'format', message: expect.any(String) }],
  });
  await expect(viewer.listOutcomes({ trialId: 'no-such-trial' })[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('answers UNAVAILABLE soon while Postgres is away, and goes on when it is back', async () => {
  await postgres.pause();
  const started = performance.now();
  await expect(taskSets.listTaskSets({})).rejects.toMatchObject({ code: 'unavailable' });
  await expect(text('json', 'squared')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(taskSets.importTaskSet(parts('away', squares(1)))).rejects.toMatchObject({ code: 'unavailable' });
  expect(performance.now() - started).toBeLessThan(patient(10_000));
  await postgres.restart();
  await until(() =>
    taskSets.listTaskSets({}).then(
      ({ items }) => items.length > 0,
      () => false,
    ),
  );
});

it('has paid for exactly what was recorded', async () => {
  const [row] = await runtime.sql<
    { episodes: number }[]
  >`select count(*)::int as episodes from evaluation.events where type = 'EpisodeCompleted'`;
  expect(budget.spent().episodes).toBe(row?.episodes);
  expect(budget.reserved().episodes).toBe(0);
});
