import { startSkilledAgent, type SkilledAgent } from './agent/skilled-agent.js';
import { act } from './platform/act.js';
import { Standalone } from './platform/standalone.js';
import { endedJob, importItems, jobWith, startTraining, type JobRow } from './platform/jobs.js';

interface Episode {
  readonly episode_id: string;
  readonly trial_id: string;
}
interface Decision {
  readonly outcome: string;
  readonly reason: string;
  readonly candidate_hash: string;
  readonly evidence: {
    readonly pairs: number;
    readonly wins: number;
    readonly losses: number;
    readonly logEValue: number;
  };
}

const training = {
  mini_agent: 'skilled',
  task_set: 'sums',
  seed: 11,
  budget: { episodes: 1_500 },
  strategy: { candidates: 6 },
};
let agent: SkilledAgent;
const platform = new Standalone({ AO_CLAIM_MS: '1500', AO_HEARTBEAT_MS: '300', AO_GATE_LATENCY_MARGIN: 'none' });

const verdicts = async (jobId: string): Promise<unknown[]> => {
  const decisions = await platform.api.all<Decision>(`/state/orchestrator/jobs/${jobId}/decisions`);
  return decisions.map(({ outcome, reason, candidate_hash, evidence: { pairs, wins, losses, logEValue } }) => ({
    outcome,
    reason,
    candidate_hash,
    pairs,
    wins,
    losses,
    logEValue,
  }));
};

/** What must hold of every ended job: no episode twice, and each paid for once. */
const checkBooks = async (job: JobRow): Promise<number> => {
  const episodes = await platform.api.all<Episode>(`/state/orchestrator/jobs/${job.job_id}/episodes`);
  expect(new Set(episodes.map(({ episode_id }) => episode_id)).size).toBe(episodes.length);
  const settled = await jobWith(
    () => platform.api,
    job.job_id,
    ({ spend }) => spend.episodes >= episodes.length,
  );
  expect(settled.spend).toMatchObject({
    episodes: episodes.length,
    tokens: episodes.length * 10,
    cost_micros: episodes.length * 5,
  });
  return episodes.length;
};

beforeAll(async () => {
  agent = await startSkilledAgent(4);
  await platform.start();
  // The same items under another name: another slot, with all its error.
  for (const name of ['sums', 'sums-again']) await importItems(platform.grpc, platform.token, name, 900);
  await act(platform.api, 'agent.register', { address: agent.address });
});
afterAll(async () => {
  await platform.discard();
  agent.stop();
});

it('goes on after kill -9 in the middle of a job: nothing lost, nothing twice, the same decision', async () => {
  const undisturbed = await endedJob(() => platform.api, await startTraining(platform.api, training));
  expect(undisturbed).toMatchObject({ status: 'completed', outcome: 'promoted' });
  const whole = await checkBooks(undisturbed);
  const expected = await verdicts(undisturbed.job_id);

  const jobId = await startTraining(platform.api, { ...training, task_set: 'sums-again' });
  for (const episodes of [50, 400, 900]) {
    await jobWith(
      () => platform.api,
      jobId,
      ({ spend, status }) => spend.episodes >= episodes || status === 'completed',
    );
    await platform.kill();
    await platform.start();
  }
  const job = await endedJob(() => platform.api, jobId);
  expect(await checkBooks(job)).toBe(whole);
  expect(await verdicts(jobId)).toEqual(expected);
  expect(job).toMatchObject({ status: 'completed', outcome: 'promoted' });
});

it('stops cleanly on SIGTERM, and what runs goes on at the next start', async () => {
  const jobId = await startTraining(platform.api, { ...training, seed: 12 });
  await jobWith(
    () => platform.api,
    jobId,
    ({ spend }) => spend.episodes >= 50,
  );
  expect(await platform.stop()).toBe(0);
  await platform.start();
  const job = await endedJob(() => platform.api, jobId);
  expect(job.status).toBe('completed');
  await checkBooks(job);
});
