import { readOutcome, trial } from '@ao/domain-evaluation';
import { diceAgents } from '@ao/specialists';
import { testPostgres } from '@ao/postgres/testing';
import { gatedAgent } from '../testing/agents.js';
import {
  echoTrial,
  ended,
  workerLoopOf,
  recordedEpisodes,
  registerDiceSet,
  registerEchoSet,
  schedule,
  trialEvents,
  until,
} from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';
import { exportReport } from '../trial/export-report.js';

const suite = harnessSuite(testPostgres);
const { started } = suite;

const text = async (pieces: AsyncIterable<string>): Promise<string> => {
  let whole = '';
  for await (const piece of pieces) whole += piece;
  return whole;
};

it('runs a trial: every item once, paid once, counted slice by slice, one report at the end', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 95);
  const lease = memoryLease();
  started(workerLoopOf(database, lease));
  await schedule(database, echoTrial(taskSet));
  const end = await ended(database, 'trial-1');

  const episodes = await recordedEpisodes(database, 'trial-1');
  expect(episodes.map(({ outcome }) => outcome.ordinal).sort((one, other) => one - other)).toEqual(
    Array.from({ length: 95 }, (_, index) => index),
  );
  expect(new Set(episodes.map(({ outcome }) => outcome.itemId)).size).toBe(95);
  expect(end).toMatchObject({
    type: 'TrialCompleted',
    data: {
      trialId: 'trial-1',
      jobId: 'job-1',
      purpose: 'search',
      report: { episodes: 95, solved: 76, solveRate: 0.8, errors: 0 },
    },
  });
  expect(lease.spent()).toEqual({ episodes: 95, tokens: 0, costMicros: 0 });
  expect(lease.reserved()).toEqual({ episodes: 0, tokens: 0, costMicros: 0 });
  const story = await trialEvents(database, 'trial-1');
  expect(story.map(({ type }) => type)).toEqual([
    'TrialStarted',
    ...Array<string>(10).fill('SliceCompleted'),
    'TrialCompleted',
  ]);
  expect(story.at(-2)).toMatchObject({ data: { slicesDone: 10, slices: 10, episodesDone: 95 } });
});

it('keeps the snapshot beside the stream equal to the stream', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 40);
  started(workerLoopOf(database, memoryLease()));
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
  await Promise.all([
    schedule(database, echoTrial(taskSet, { trialId: 'trial-2' })),
    schedule(database, echoTrial(taskSet, { trialId: 'trial-2' })),
  ]);
  expect(await database.sql`select from evaluation.slices where trial_id = 'trial-1'`).toHaveLength(2);
  expect(await database.sql`select from evaluation.slices where trial_id = 'trial-2'`).toHaveLength(2);
});

it('gives trials with the same seed the same items at the same places, and others other ones', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 200);
  started(workerLoopOf(database, memoryLease()));
  const specs = [
    echoTrial(taskSet, { trialId: 'a', count: 30 }),
    echoTrial(taskSet, { trialId: 'b', offset: 10, count: 30 }),
    echoTrial(taskSet, { trialId: 'c', count: 30, orderSeed: 8 }),
  ];
  for (const spec of specs) await schedule(database, spec);
  await Promise.all(specs.map(({ trialId }) => ended(database, trialId)));
  const order = async (trialId: string): Promise<Map<number, string>> =>
    new Map((await recordedEpisodes(database, trialId)).map(({ outcome }) => [outcome.ordinal, outcome.itemId]));
  const [a, b, c] = (await Promise.all(['a', 'b', 'c'].map(order))) as [
    Map<number, string>,
    Map<number, string>,
    Map<number, string>,
  ];
  const shared = Array.from({ length: 20 }, (_, index) => index + 10);
  expect(shared.map((ordinal) => a.get(ordinal))).toEqual(shared.map((ordinal) => b.get(ordinal)));
  expect([...a.values()].sort()).not.toEqual([...c.values()].sort());
});

it('runs each item several times, one run after the other, and pays for every run', async () => {
  const { database } = suite;
  const lease = memoryLease();
  const taskSet = await registerEchoSet(database, 15);
  started(workerLoopOf(database, lease));
  await schedule(database, echoTrial(taskSet, { offset: 4, count: 7, runsPerItem: 3 }));
  const end = await ended(database, 'trial-1');
  const episodes = (await recordedEpisodes(database, 'trial-1'))
    .map(({ outcome }) => readOutcome(outcome))
    .toSorted((one, other) => one.ordinal - other.ordinal);
  expect(episodes.map(({ ordinal, run }) => [ordinal, run])).toEqual(
    Array.from({ length: 21 }, (_, index) => [12 + index, index % 3]),
  );
  const items = episodes.filter(({ run }) => run === 0).map(({ itemId }) => itemId);
  expect(new Set(items).size).toBe(7);
  expect(episodes.map(({ itemId }) => itemId)).toEqual(items.flatMap((itemId) => [itemId, itemId, itemId]));
  expect(end).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 21, runsPerItem: 3, passK: { value: expect.any(Number) } } },
  });
  expect(lease.spent().episodes).toBe(21);
  expect(lease.commits()).toBe(3);
  // The items are those that a trial with one run has at the same places.
  await schedule(database, echoTrial(taskSet, { trialId: 'once', offset: 4, count: 7 }));
  await ended(database, 'once');
  expect(
    (await recordedEpisodes(database, 'once'))
      .map(({ outcome }) => outcome)
      .toSorted((one, other) => one.ordinal - other.ordinal)
      .map(({ itemId }) => itemId),
  ).toEqual(items);
});

it('measures an agent that plays with dice the same each time, and shares the luck of an item among configurations', async () => {
  const { database } = suite;
  const taskSet = await registerDiceSet(database, 60);
  const loop = workerLoopOf(database, memoryLease(), { specialists: diceAgents });
  started(loop);
  const trial = { miniAgent: 'dice', maxTokensPerEpisode: 0, maxCostMicrosPerEpisode: 0, runsPerItem: 4 };
  for (const [trialId, skill] of [
    ['a', 0.4],
    ['b', 0.4],
    ['c', 0.7],
  ] as const)
    await schedule(
      database,
      echoTrial(taskSet, { ...trial, trialId, configuration: { skill }, configurationHash: `skill ${skill}` }),
    );
  const solvedOf = async (trialId: string): Promise<readonly boolean[]> => {
    await ended(database, trialId);
    return (await recordedEpisodes(database, trialId))
      .map(({ outcome }) => outcome)
      .toSorted((one, other) => one.ordinal - other.ordinal)
      .map(({ solved }) => solved);
  };
  const [a, b, c] = [await solvedOf('a'), await solvedOf('b'), await solvedOf('c')];
  expect(a).toEqual(b);
  expect(a.filter((solved, index) => solved && !c[index]).length).toBeLessThan(5);
  expect(
    new Set(Array.from({ length: 60 }, (_, item) => a.slice(item * 4, item * 4 + 4).filter(Boolean).length)).size,
  ).toBeGreaterThan(2);
});

it('says of each episode in which slice and split its item is', async () => {
  const { database } = suite;
  const taskSet = await registerDiceSet(database, 30);
  started(workerLoopOf(database, memoryLease(), { specialists: diceAgents }));
  await schedule(database, echoTrial(taskSet, { miniAgent: 'dice' }));
  await ended(database, 'trial-1');
  const rows = await database.sql<
    { item_id: string; split: string; slice: unknown }[]
  >`select item_id, split, metadata -> 'slice' as slice from evaluation.task_items`;
  const known = new Map(
    rows.map(({ slice, ...row }) => [
      row.item_id,
      { ...row, slice: typeof slice === 'string' ? slice.slice(0, 100) : '' },
    ]),
  );
  const episodes = (await recordedEpisodes(database, 'trial-1')).map(({ outcome }) => readOutcome(outcome));
  expect(episodes.map(({ itemId, split, slice }) => ({ item_id: itemId, split, slice }))).toEqual(
    episodes.map(({ itemId }) => known.get(itemId)),
  );
  expect(new Set(episodes.map(({ slice }) => slice))).toEqual(new Set(['front', 'back', 'x'.repeat(100), '']));
});

it('goes on with a trial of an earlier version, which knows of no runs, slices or refusals', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 20);
  await schedule(database, echoTrial(taskSet));
  const agent = gatedAgent();
  const leaving = started(workerLoopOf(database, memoryLease(), { runtime: agent.runtime }));
  await until(() => agent.waiting() === 4);
  agent.release(4);
  await leaving.stop();
  await database.sql`update evaluation.events set data = jsonb_set(data, '{outcome}', (data -> 'outcome') - '{slice,split,run,refused,outputChars,touchedScorer}'::text[]) where type = 'EpisodeCompleted'`;
  started(workerLoopOf(database, memoryLease()));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 20, runsPerItem: 1, refused: 0 } },
  });
  const lines = (await text(exportReport(database, 'trial-1', 'csv'))).trimEnd().split('\r\n');
  expect(lines.filter((line) => line.endsWith(',,,0,false,0,false'))).toHaveLength(4);
});

it('runs only items of the named splits, and fewer where they end', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 100);
  started(workerLoopOf(database, memoryLease()));
  await schedule(database, echoTrial(taskSet, { splits: ['dev'], offset: 5 }));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: taskSet.dev - 5 } },
  });
  const ids = (await recordedEpisodes(database, 'trial-1')).map(({ outcome }) => outcome.itemId);
  expect(
    await database.sql`select from evaluation.task_items where item_id = any(${ids}) and split <> 'dev'`,
  ).toHaveLength(0);
});

it('completes a trial that has nothing to run', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  started(workerLoopOf(database, memoryLease()));
  await schedule(database, echoTrial(taskSet, { offset: 10 }));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 0, solveRate: 0 } },
  });
});

it('fails a trial whose task set does not exist', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  started(workerLoopOf(database, memoryLease()));
  await schedule(database, echoTrial({ ...taskSet, hash: '0'.repeat(64) }));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialFailed',
    data: { code: 'not_found', reason: expect.stringContaining('echoes@000') },
  });
});

it('fails a trial of an agent that this harness does not have, without running anything', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  started(workerLoopOf(database, memoryLease()));
  await schedule(database, echoTrial(taskSet, { miniAgent: 'nobody' }));
  expect(await ended(database, 'trial-1')).toMatchObject({
    type: 'TrialFailed',
    data: { code: 'failed_precondition', report: { episodes: 0 } },
  });
});
