import { DomainError } from '@ao/kernel';
import { testPostgres } from '@ao/postgres/testing';
import { agentOf, echoAnswer } from '../testing/agents.js';
import { startTrial } from '../trial/start-trial.js';
import {
  echoTrial,
  ended,
  metadata,
  workerLoopOf,
  recordedEpisodes,
  registerEchoSet,
  schedule,
  until,
} from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';

const suite = harnessSuite(testPostgres);
const { started } = suite;

const outcomes = async () => (await recordedEpisodes(suite.database, 'trial-1')).map(({ outcome }) => outcome);

it('fails the trial when the budget is spent, with the report of what was recorded', async () => {
  const { database } = suite;
  const lease = memoryLease({ episodes: 25 });
  const taskSet = await registerEchoSet(database, 60);
  started(workerLoopOf(database, lease));
  await schedule(database, echoTrial(taskSet));
  const end = await ended(database, 'trial-1');
  expect(end).toMatchObject({ type: 'TrialFailed', data: { code: 'resource_exhausted' } });
  const recorded = await outcomes();
  expect(end.data).toMatchObject({ report: { episodes: recorded.length } });
  expect(lease.spent().episodes).toBe(recorded.length);
  expect(lease.spent().episodes).toBeLessThanOrEqual(25);
});

it('writes nothing after the end of the lease, by the clock of the database', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 10);
  lease.expiresAtMs = Date.now() + 400;
  const slow = agentOf(async ({ input }) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    return echoAnswer(input);
  });
  started(workerLoopOf(database, lease, { runtime: slow }));
  await schedule(database, echoTrial(taskSet));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialFailed',
    data: { code: 'failed_precondition', report: { episodes: 0 } },
  });
  expect(await outcomes()).toEqual([]);
});

it('waits while lease-policy is away, before and after the episodes, and counts no attempt for it', async () => {
  const { database } = suite;
  const lease = memoryLease();
  lease.away = true;
  const taskSet = await registerEchoSet(database, 10);
  const commit: typeof lease.commit = async (...request) => {
    if (!lease.away && lease.commits() === 0 && !cut) {
      cut = true;
      throw new DomainError('unavailable', 'just now');
    }
    return lease.commit(...request);
  };
  let cut = false;
  let asked = 0;
  started(workerLoopOf(database, { ...lease, reserve: (...request) => (asked++, lease.reserve(...request)), commit }));
  await schedule(database, echoTrial(taskSet));
  await until(() => asked >= 4);
  expect(await outcomes()).toEqual([]);
  lease.away = false;
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 10 } },
  });
  expect(cut).toBe(true);
  expect(lease.spent().episodes).toBe(10);
});

it('retries an agent that is away for a moment', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  const tried = new Map<string, number>();
  const shaky = agentOf(({ episodeId, input }) => {
    tried.set(episodeId, (tried.get(episodeId) ?? 0) + 1);
    if (tried.get(episodeId) === 1) throw new DomainError('unavailable', 'connection refused');
    return echoAnswer(input);
  });
  started(workerLoopOf(database, memoryLease(), { runtime: shaky }));
  await schedule(database, echoTrial(taskSet));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 10, errors: 0 } },
  });
  expect([...tried.values()]).toEqual(Array(10).fill(2));
});

it('fails the trial when an agent stays away; what it did before stands', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 10);
  let answers = 3;
  const leaving = agentOf(({ input }) => {
    if (answers-- <= 0) throw new DomainError('unavailable', 'connection refused');
    return echoAnswer(input);
  });
  started(workerLoopOf(database, lease, { runtime: leaving, settings: { episodeRetries: 1 } }));
  await schedule(database, echoTrial(taskSet));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialFailed',
    data: { code: 'unavailable', reason: expect.stringContaining('connection refused'), report: { episodes: 3 } },
  });
  expect(lease.spent().episodes).toBe(3);
  expect(lease.reserved().episodes).toBe(0);
});

it('scores what a limit ended, and records what an agent did wrong as an error', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 6);
  const spec = echoTrial(taskSet, { episodeTimeoutMs: 60, maxTokensPerEpisode: 10, maxCostMicrosPerEpisode: 10 });
  const mixed = agentOf(async ({ itemId, input }) => {
    if (itemId === 'item-1') return new Promise(() => undefined);
    if (itemId === 'item-2') return echoAnswer(input, { tokensOut: 100 });
    if (itemId === 'item-3') return echoAnswer(input, { confidence: Number.NaN });
    if (itemId === 'item-4') throw new DomainError('invalid_argument', 'I do not like it');
    if (itemId === 'item-5') throw new TypeError('oops');
    return echoAnswer(input);
  });
  started(workerLoopOf(database, memoryLease(), { runtime: mixed }));
  await schedule(database, spec);
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 6, solved: 1, errors: 3, limitReached: 2 } },
  });
  const byItem = new Map((await outcomes()).map((outcome) => [outcome.itemId, outcome]));
  expect(byItem.get('item-1')).toMatchObject({ limitReached: 'time', solved: false, error: '' });
  expect(byItem.get('item-1')?.latencyMs).toBeCloseTo(60, -1);
  expect(byItem.get('item-2')).toMatchObject({ limitReached: 'tokens', tokensOut: 100, solved: false });
  expect(byItem.get('item-3')).toMatchObject({ error: expect.stringContaining('confidence NaN') });
  expect(byItem.get('item-4')).toMatchObject({ error: 'invalid_argument: I do not like it' });
  expect(byItem.get('item-5')).toMatchObject({ error: 'oops' });
});

it('pays what an agent charged, also where that is more than it said, and counts the episodes that did', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 10);
  started(workerLoopOf(database, lease, { runtime: agentOf(({ input }) => echoAnswer(input, { tokensIn: 5_000 })) }));
  await schedule(database, echoTrial(taskSet, { maxTokensPerEpisode: 7 }));
  expect(await ended(database, 'trial-1')).toMatchObject({
    data: { report: { limitReached: 10, overLimit: 10, tokensIn: 50_000 } },
  });
  expect(lease.spent()).toEqual({ episodes: 10, tokens: 50_010, costMicros: 30 });
});

it('gives a slice up that kills every worker that takes it', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 10);
  await schedule(database, echoTrial(taskSet));
  await database.sql`update evaluation.slices set attempts = 2, reserved = true`;
  started(workerLoopOf(database, lease));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialFailed',
    data: { code: 'internal', reason: expect.stringContaining('no progress') },
  });
});

it('lets the event loop turn under an agent that computes without waiting', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 200);
  let [sinceTurn, most, watching] = [0, 0, true];
  const busy = agentOf(({ input }) => {
    most = Math.max(most, (sinceTurn += 1));
    const end = performance.now() + 2;
    while (performance.now() < end);
    return echoAnswer(input);
  });
  const turn = (): void => {
    sinceTurn = 0;
    if (watching) setImmediate(turn);
  };
  turn();
  started(workerLoopOf(database, memoryLease(), { runtime: busy }));
  await startTrial(database, echoTrial(taskSet), metadata, 200);
  await ended(database, 'trial-1');
  watching = false;
  expect(most).toBeLessThan(20);
});
