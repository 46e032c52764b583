import { testPostgres } from '@ao/postgres/testing';
import { claimSlices } from '../slice/slice.store.js';
import { agentOf, echoAnswer } from '../testing/agents.js';
import {
  echoTrial,
  ended,
  workerLoopOf,
  recordedEpisodes,
  registerEchoSet,
  schedule,
  until,
} from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';

const suite = harnessSuite(testPostgres);
const arms = ['candidate', 'incumbent'] as const;

const armOf = (episodeId: string): string => episodeId.slice(0, episodeId.indexOf('/'));
const ordinalOf = (episodeId: string): string => episodeId.slice(episodeId.indexOf('/') + 1);

const scheduleArm = async (arm: (typeof arms)[number], taskSet: Awaited<ReturnType<typeof registerEchoSet>>) =>
  schedule(suite.database, echoTrial(taskSet, { trialId: arm, arm, pair: 'job-1/7/gate/0/0', configurationHash: arm }));

it('runs both arms of a comparison item by item, in an order that is drawn, and records each under its own trial', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 30);
  for (const arm of arms) await scheduleArm(arm, taskSet);
  const begun: string[] = [];
  const runtime = agentOf(({ episodeId, input }) => (begun.push(episodeId), echoAnswer(input)));
  suite.started(workerLoopOf(database, memoryLease(), { runtime, settings: { episodeConcurrency: 1 } }));
  for (const arm of arms) await ended(database, arm);
  expect(begun).toHaveLength(60);
  const pairs = Array.from({ length: 30 }, (_, index) => begun.slice(2 * index, 2 * index + 2));
  expect(pairs.filter(([one = '', other = '']) => ordinalOf(one) !== ordinalOf(other))).toEqual([]);
  const first = pairs.filter(([one = '']) => armOf(one) === 'candidate').length;
  expect(first).toBeGreaterThan(5);
  expect(first).toBeLessThan(25);
  for (const arm of arms) expect(await recordedEpisodes(database, arm)).toHaveLength(30);
});

it('leaves half of a pair alone until the other half is there, then claims both', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 10);
  const claimant = { owner: 'me', claimMs: 60_000 };
  await scheduleArm('incumbent', taskSet);
  expect(await claimSlices(database.sql, claimant, 1)).toEqual([]);
  await scheduleArm('candidate', taskSet);
  expect((await claimSlices(database.sql, claimant, 1)).map(({ trialId }) => trialId).sort()).toEqual([...arms]);
});

it('goes on with one arm where the other one has ended', async () => {
  const { database } = suite;
  const taskSet = await registerEchoSet(database, 20);
  for (const arm of arms) await scheduleArm(arm, taskSet);
  await database.sql`update evaluation.slices set stage = 'gone' where trial_id = 'incumbent' and ordinal_from = 0`;
  suite.started(workerLoopOf(database, memoryLease()));
  await ended(database, 'candidate');
  await until(async () => (await recordedEpisodes(database, 'incumbent')).length === 10);
});
