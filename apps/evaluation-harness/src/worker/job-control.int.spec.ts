import type { DecodedFact } from '@ao/contracts';
import type { DeliveredFact } from '@ao/event-bus';
import { testPostgres } from '@ao/postgres/testing';
import { onJobFacts } from '../job/on-job-facts.js';
import { gatedAgent } from '../testing/agents.js';
import { echoTrial, ended, workerLoopOf, quick, recordedEpisodes, registerEchoSet, until } from '../testing/fixture.js';
import { memoryLease } from '../testing/memory-lease.js';
import { harnessSuite } from '../testing/suite.js';
import type { WorkerLoop } from './worker-loop.js';

const suite = harnessSuite(testPostgres);
const { started } = suite;

const delivered = { corrId: 'corr-9', id: 'fact-9', streamVersion: 1 } as DeliveredFact;
const tell = (loop: WorkerLoop, fact: DecodedFact): Promise<void> =>
  onJobFacts(suite.database, loop, quick.sliceSize)(fact, delivered);
const scheduled = (data: ReturnType<typeof echoTrial>): DecodedFact => ({
  type: 'orchestrator.trial.scheduled',
  data: {
    ...data,
    runsPerItem: data.runsPerItem ?? 0,
    reservedItems: data.reservedItems ?? 0,
    reserveTokensPerEpisode: 0,
    reserveCostMicrosPerEpisode: 0,
    pair: '',
    maxConcurrency: 0,
    splits: [...data.splits],
  },
});
const paused: DecodedFact = { type: 'orchestrator.job.paused', data: { jobId: 'job-1' } };
const resumed: DecodedFact = { type: 'orchestrator.job.resumed', data: { jobId: 'job-1' } };
const cancelled: DecodedFact = { type: 'orchestrator.job.cancelled', data: { jobId: 'job-1', reason: 'enough' } };
const recorded = async (): Promise<number> => (await recordedEpisodes(suite.database, 'trial-1')).length;
const unclaimed = async (): Promise<boolean> =>
  (await suite.database.sql`select from evaluation.slices where owner is not null`).length === 0;

const running = async () => {
  const agent = gatedAgent();
  const lease = memoryLease();
  const loop = started(workerLoopOf(suite.database, lease, { runtime: agent.runtime }));
  await tell(loop, scheduled(echoTrial(await registerEchoSet(suite.database, 40))));
  await until(() => agent.waiting() === 4);
  return { agent, lease, loop };
};

it('pauses at the next end of an episode and resumes with what is missing', async () => {
  const { agent, lease, loop } = await running();
  await tell(loop, paused);
  agent.release(4);
  await until(unclaimed);
  expect(await recorded()).toBe(4);
  expect(agent.waiting()).toBe(0);

  agent.openAll();
  await tell(loop, resumed);
  expect(await ended(suite.database, 'trial-1')).toMatchObject({
    type: 'TrialCompleted',
    data: { report: { episodes: 40 } },
  });
  expect([...agent.runs.values()].every((runs) => runs === 1)).toBe(true);
  expect(lease.spent().episodes).toBe(40);
});

it('pauses slices that another process runs, at its next heartbeat', async () => {
  const { agent, loop } = await running();
  const elsewhere = { wake: () => undefined, pauseJob: () => undefined, endJob: () => undefined };
  await onJobFacts(suite.database, elsewhere, quick.sliceSize)(paused, delivered);
  await until(async () => {
    agent.release(4);
    return unclaimed();
  });
  expect(await recorded()).toBeLessThan(40);
  await tell(loop, cancelled);
});

it('cancels: what runs is recorded and paid, nothing more begins, the trial fails with its partial report', async () => {
  const { agent, lease, loop } = await running();
  agent.release(4);
  await until(async () => (await recorded()) === 4);
  await until(() => agent.waiting() === 4);
  await tell(loop, cancelled);
  agent.openAll();
  const end = await ended(suite.database, 'trial-1');
  expect(end).toMatchObject({ type: 'TrialFailed', data: { code: 'aborted', report: { episodes: 8 } } });
  expect(lease.spent()).toEqual({ episodes: 8, tokens: 24, costMicros: 24 });
  expect(lease.reserved().episodes).toBe(0);
  expect(agent.runs.size).toBe(8);
  await tell(loop, cancelled);
  expect(await recorded()).toBe(8);
});

it('runs nothing for a job that has ended, which cannot be resumed out of its end; the trial fails', async () => {
  const { agent, loop } = await running();
  await tell(loop, cancelled);
  await tell(loop, resumed);
  const runs = agent.runs.size;
  await tell(loop, scheduled(echoTrial(await registerEchoSet(suite.database, 40), { trialId: 'trial-2' })));
  expect(await ended(suite.database, 'trial-2')).toMatchObject({
    type: 'TrialFailed',
    data: { code: 'aborted', report: { episodes: 0 } },
  });
  expect(agent.runs.size).toBe(runs);
});

it('forgets the item order of a job that has ended, and makes it again where a trial still asks for it', async () => {
  const { agent, loop } = await running();
  agent.openAll();
  await ended(suite.database, 'trial-1');
  await tell(loop, {
    type: 'orchestrator.job.completed',
    data: { jobId: 'job-1', outcome: 'rejected', reason: 'no better' },
  });
  expect(await suite.database.sql`select from evaluation.item_orders`).toHaveLength(0);
});

it('stores the corr_id of the job and the fact that caused it on every event', async () => {
  const { agent } = await running();
  agent.openAll();
  await ended(suite.database, 'trial-1');
  const rows = await suite.database
    .sql`select distinct metadata ->> 'corrId' as corr, metadata ->> 'causationId' as cause from evaluation.events where type <> 'TaskSetRegistered'`;
  expect(rows).toEqual([{ corr: 'corr-9', cause: 'fact-9' }]);
});
