import { trial } from '@ao/domain-evaluation';
import { testPostgres } from '@ao/testing';
import { echoTrial, ended, pumpOf, recordedEpisodes, registerEchoSet, schedule, trialEvents } from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';

const suite = harnessSuite(testPostgres);
const { started } = suite;

it('runs a trial: every item once, paid once, counted slice by slice, one report at the end', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 95);
  const lease = memoryLease();
  started(pumpOf(database, lease));
  await schedule(database, echoTrial(taskSet));
  const end = await ended(database, 'trial-1');

  const episodes = await recordedEpisodes(database, 'trial-1');
  expect(episodes.map(({ outcome }) => outcome.ordinal).sort((one, other) => one - other)).toEqual(Array.from({ length: 95 }, (_, index) => index));
  expect(new Set(episodes.map(({ outcome }) => outcome.itemId)).size).toBe(95);
  expect(end).toMatchObject({ type: 'TrialCompleted', data: { trialId: 'trial-1', jobId: 'job-1', purpose: 'search', report: { episodes: 95, solved: 76, solveRate: 0.8, errors: 0 } } });
  expect(lease.spent()).toEqual({ episodes: 95, tokens: 0, costMicros: 0 });
  expect(lease.reserved()).toEqual({ episodes: 0, tokens: 0, costMicros: 0 });
  const story = await trialEvents(database, 'trial-1');
  expect(story.map(({ type }) => type)).toEqual(['TrialStarted', ...Array<string>(10).fill('SliceCompleted'), 'TrialCompleted']);
  expect(story.at(-2)).toMatchObject({ data: { slicesDone: 10, slices: 10, episodesDone: 95 } });
});

it('keeps the snapshot beside the stream equal to the stream', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 40);
  started(pumpOf(database, memoryLease()));
  await schedule(database, echoTrial(taskSet));
  await ended(database, 'trial-1');
  const events = await trialEvents(database, 'trial-1');
  const [row] = await database.sql<{ state: unknown; version: number }[]>`select state, version from evaluation.trials`;
  expect(row).toEqual({ state: events.reduce(trial.evolve, trial.initial), version: events.length });
});

it('starts the same trial once', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 20);
  expect(await schedule(database, echoTrial(taskSet))).toBe(true);
  expect(await schedule(database, echoTrial(taskSet))).toBe(false);
  await Promise.all([schedule(database, echoTrial(taskSet, { trialId: 'trial-2' })), schedule(database, echoTrial(taskSet, { trialId: 'trial-2' }))]);
  expect(await database.sql`select from evaluation.slices where trial_id = 'trial-1'`).toHaveLength(2);
  expect(await database.sql`select from evaluation.slices where trial_id = 'trial-2'`).toHaveLength(2);
});

it('gives trials with the same seed the same items at the same places, and others other ones', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 200);
  started(pumpOf(database, memoryLease()));
  const specs = [echoTrial(taskSet, { trialId: 'a', count: 30 }), echoTrial(taskSet, { trialId: 'b', offset: 10, count: 30 }), echoTrial(taskSet, { trialId: 'c', count: 30, orderSeed: 8 })];
  for (const spec of specs) await schedule(database, spec);
  await Promise.all(specs.map(({ trialId }) => ended(database, trialId)));
  const order = async (trialId: string): Promise<Map<number, string>> => new Map((await recordedEpisodes(database, trialId)).map(({ outcome }) => [outcome.ordinal, outcome.itemId]));
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map(order)) as [Map<number, string>, Map<number, string>, Map<number, string>];
  const shared = Array.from({ length: 20 }, (_, index) => index + 10);
  expect(shared.map((ordinal) => a.get(ordinal))).toEqual(shared.map((ordinal) => b.get(ordinal)));
  expect([...a.values()].sort()).not.toEqual([...c.values()].sort());
});

it('runs only items of the named splits, and fewer where they end', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 100);
  started(pumpOf(database, memoryLease()));
  await schedule(database, echoTrial(taskSet, { splits: ['dev'], offset: 5 }));
  expect(await ended(database, 'trial-1')).toMatchObject({ type: 'TrialCompleted', data: { report: { episodes: taskSet.dev - 5 } } });
  const ids = (await recordedEpisodes(database, 'trial-1')).map(({ outcome }) => outcome.itemId);
  expect(await database.sql`select from evaluation.task_items where item_id = any(${ids}) and split <> 'dev'`).toHaveLength(0);
});

it('completes a trial that has nothing to run', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  started(pumpOf(database, memoryLease()));
  await schedule(database, echoTrial(taskSet, { offset: 10 }));
  expect(await ended(database, 'trial-1')).toMatchObject({ type: 'TrialCompleted', data: { report: { episodes: 0, solveRate: 0 } } });
});

it('fails a trial whose task set does not exist', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  started(pumpOf(database, memoryLease()));
  await schedule(database, echoTrial({ ...taskSet, hash: '0'.repeat(64) }));
  expect(await ended(database, 'trial-1')).toMatchObject({ type: 'TrialFailed', data: { code: 'not_found', reason: expect.stringContaining('echoes@000') } });
});

it('fails a trial of an agent that this harness does not have, without running anything', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  started(pumpOf(database, memoryLease()));
  await schedule(database, echoTrial(taskSet, { miniAgent: 'nobody' }));
  expect(await ended(database, 'trial-1')).toMatchObject({ type: 'TrialFailed', data: { code: 'failed_precondition', report: { episodes: 0 } } });
});
