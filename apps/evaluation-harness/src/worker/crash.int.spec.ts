import { DomainError } from '@ao/kernel';
import { testPostgres } from '@ao/postgres/testing';
import { gatedAgent } from '../testing/agents.js';
import { changeTrial } from '../trial/change-trial.js';
import {
  echoTrial,
  ended,
  mortal,
  workerLoopOf,
  recordedEpisodes,
  registerEchoSet,
  schedule,
  trialEvents,
  until,
} from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';

const suite = harnessSuite(testPostgres);
const { started } = suite;

/** Where a process hangs when it is killed; what comes after the kill does not matter any more. */
const hanging = () => {
  const { promise, reject } = Promise.withResolvers<never>();
  return { promise, end: () => reject(new DomainError('unavailable', 'killed')) };
};
const ordinals = async (): Promise<readonly number[]> =>
  (await recordedEpisodes(suite.database, 'trial-1')).map(({ outcome }) => outcome.ordinal);
const all = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const ascending = (values: readonly number[]): readonly number[] => values.toSorted((one, other) => one - other);

it('a worker that dies in the middle of a slice loses nothing and repeats nothing that was recorded', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 30);
  const dying = gatedAgent();
  const process = mortal(suite.url);
  started(workerLoopOf(process.database, lease, { runtime: dying.runtime }));
  await schedule(database, echoTrial(taskSet));
  await until(() => dying.waiting() === 4);
  dying.release(3);
  await until(async () => (await ordinals()).length === 3);
  const before = await ordinals();
  dying.release(1);
  await process.die();
  dying.openAll();

  const heir = gatedAgent();
  heir.openAll();
  started(workerLoopOf(database, lease, { runtime: heir.runtime }));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 30 } },
  });
  expect(ascending(await ordinals())).toEqual(all(30));
  before.forEach((ordinal) => expect(heir.runs.has(`trial-1/${ordinal}`)).toBe(false));
  expect(lease.spent()).toEqual({ episodes: 30, tokens: 90, costMicros: 90 });
  expect(lease.reserved().episodes).toBe(0);
});

it('a worker that dies between two runs on an item repeats no run, and gives the missing ones the same seeds', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 9);
  const [dying, heir, whole] = [gatedAgent(), gatedAgent(), gatedAgent()];
  const process = mortal(suite.url);
  started(workerLoopOf(process.database, lease, { runtime: dying.runtime }));
  await schedule(database, echoTrial(taskSet, { runsPerItem: 3 }));
  await until(() => dying.waiting() === 4);
  dying.release(4);
  await until(async () => (await ordinals()).length === 4);
  await process.die();
  dying.openAll();

  heir.openAll();
  started(workerLoopOf(database, lease, { runtime: heir.runtime }));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 27, runsPerItem: 3 } },
  });
  expect(ascending(await ordinals())).toEqual(all(27));
  expect(heir.runs.size).toBe(23);
  expect(lease.spent().episodes).toBe(27);

  whole.openAll();
  started(workerLoopOf(database, lease, { runtime: whole.runtime }));
  await schedule(
    database,
    echoTrial(taskSet, { trialId: 'trial-2', runsPerItem: 3, configuration: { delay_ms: 1 }, configurationHash: 'c2' }),
  );
  await ended(database, 'trial-2');
  const together = new Map([...heir.seeds, ...whole.seeds].map(([id, seed]) => [`${id.split('/')[1]} ${seed}`, seed]));
  expect(together.size).toBe(27);
});

it('a worker that dies between the last episode and the payment is paid for by the next', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 10);
  const [process, here] = [mortal(suite.url), hanging()];
  started(workerLoopOf(process.database, { ...lease, reserve: lease.reserve, commit: () => here.promise }));
  await schedule(database, echoTrial(taskSet));
  await until(async () => (await database.sql`select from evaluation.slices where stage = 'recorded'`).length === 1);
  await process.die();
  here.end();
  expect(lease.commits()).toBe(0);

  started(workerLoopOf(database, lease));
  expect(await ended(database, 'trial-1')).toMatchObject({ type: 'TrialCompleted' });
  expect(lease.spent().episodes).toBe(10);
  expect(await ordinals()).toHaveLength(10);
});

it('a worker that dies after the payment, before the slice is counted, is not paid again', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 10);
  const commit: typeof lease.commit = async (...request) => {
    await lease.commit(...request);
    return here.promise;
  };
  const [process, here] = [mortal(suite.url), hanging()];
  started(workerLoopOf(process.database, { ...lease, commit }));
  await schedule(database, echoTrial(taskSet));
  await until(() => lease.commits() === 1);
  await process.die();
  here.end();

  started(workerLoopOf(database, lease));
  expect(await ended(database, 'trial-1')).toMatchObject({ type: 'TrialCompleted' });
  expect(lease.commits()).toBe(1);
  expect(lease.spent().episodes).toBe(10);
});

it('a trial whose last slice was counted by a worker that died before the end is ended by another', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  await schedule(database, echoTrial(taskSet));
  await changeTrial(database, 'trial-1', {
    type: 'CompleteSlice',
    sliceId: 'trial-1.0',
    position: 0,
    spent: { episodes: 10, tokens: 0, costMicros: 0 },
  });
  await database.sql`update evaluation.slices set stage = 'done'`;

  started(workerLoopOf(database, memoryLease()));
  expect(await ended(database, 'trial-1')).toMatchObject({ type: 'TrialCompleted' });
});

it('two workers share the slices of a trial; each episode runs once', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 200);
  const [one, other] = [gatedAgent(), gatedAgent()];
  started(workerLoopOf(database, lease, { runtime: one.runtime }));
  started(workerLoopOf(database, lease, { runtime: other.runtime }));
  await schedule(database, echoTrial(taskSet));
  await until(() => one.waiting() > 0 && other.waiting() > 0);
  one.openAll();
  other.openAll();
  await ended(database, 'trial-1');
  expect(ascending(await ordinals())).toEqual(all(200));
  expect([...one.runs.keys(), ...other.runs.keys()]).toHaveLength(200);
  expect(lease.spent().episodes).toBe(200);
  expect((await trialEvents(database, 'trial-1')).filter(({ type }) => type === 'TrialCompleted')).toHaveLength(1);
});

it('a worker that froze past its claim cannot record any more, and what another recorded stands', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 8);
  const frozen = gatedAgent();
  const sleeper = started(
    workerLoopOf(database, lease, { runtime: frozen.runtime, settings: { heartbeatMs: 60_000, claimMs: 200 } }),
  );
  await schedule(database, echoTrial(taskSet));
  await until(() => frozen.waiting() === 4);

  const heir = gatedAgent();
  heir.openAll();
  started(workerLoopOf(database, lease, { runtime: heir.runtime }));
  await ended(database, 'trial-1');
  frozen.openAll();
  await sleeper.stop();
  expect(ascending(await ordinals())).toEqual(all(8));
  expect(lease.spent()).toEqual({ episodes: 8, tokens: 24, costMicros: 24 });
});

it('a clean stop records what ran and hands the rest back at once', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 10);
  const agent = gatedAgent();
  const leaving = started(
    workerLoopOf(database, lease, { runtime: agent.runtime, settings: { claimMs: 60_000, graceMs: 10_000 } }),
  );
  await schedule(database, echoTrial(taskSet));
  await until(() => agent.waiting() === 4);
  const stopping = leaving.stop();
  agent.release(4);
  await stopping;
  expect(await ordinals()).toHaveLength(4);
  expect(
    await database.sql`select from evaluation.slices where stage = 'open' and owner is null and claimable_at <= now()`,
  ).toHaveLength(1);

  const heir = gatedAgent();
  heir.openAll();
  started(workerLoopOf(database, lease, { runtime: heir.runtime }));
  await ended(database, 'trial-1');
  expect(heir.runs.size).toBe(6);
});

it('a stop does not wait for an episode that takes too long', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  const agent = gatedAgent();
  const leaving = started(workerLoopOf(database, memoryLease(), { runtime: agent.runtime, settings: { graceMs: 50 } }));
  await schedule(database, echoTrial(taskSet));
  await until(() => agent.waiting() === 4);
  agent.release(2);
  await until(() => agent.waiting() === 2 || agent.runs.size > 4);
  await leaving.stop();
  expect((await ordinals()).length).toBeGreaterThanOrEqual(2);
  expect(await database.sql`select from evaluation.slices where owner is null`).toHaveLength(1);
});
