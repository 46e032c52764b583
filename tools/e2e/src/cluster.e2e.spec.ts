import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patient } from '@ao/testing';
import { startCluster, type Cluster } from '@ao/cluster';
import { startSkilledAgent, type SkilledAgent } from './agent/skilled-agent.js';
import { act } from './platform/act.js';
import { Api } from './platform/api.js';
import { eventually } from './platform/eventually.js';
import { endedJob, importItems, jobWith, startTraining } from './platform/jobs.js';
import { kafkaAvailable } from './platform/kafka-available.js';

interface Decision {
  readonly outcome: string;
  readonly evidence: { readonly pairs: number; readonly wins: number; readonly losses: number };
}

const suite = kafkaAvailable() ? describe : describe.skip;

suite('every service as a process of its own', () => {
  let cluster: Cluster;
  let agent: SkilledAgent;
  let expected: unknown;
  const api = (): Api => new Api(cluster.http, cluster.adminToken);
  /** Starts the one training. Each of its jobs has a slot with all its error: a task set of its own name, with the same items. */
  const train = async (name: string): Promise<string> => {
    await importItems(cluster.service('evaluation-harness').grpc, cluster.adminToken, name, 900);
    return startTraining(api(), {
      mini_agent: 'skilled',
      task_set: name,
      seed: 11,
      budget: { episodes: 1_500 },
      strategy: { candidates: 6 },
      idempotency_key: name,
    });
  };

  const verdicts = async (jobId: string): Promise<unknown> => {
    const decisions = await api().all<Decision>(`/state/orchestrator/jobs/${jobId}/decisions`);
    return decisions.map(({ outcome, evidence: { pairs, wins, losses } }) => ({ outcome, pairs, wins, losses }));
  };
  const checkBooks = async (jobId: string): Promise<void> => {
    const { spend } = await eventually('the books', async () => {
      const episodes = await api().all<{ episode_id: string }>(`/state/orchestrator/jobs/${jobId}/episodes`);
      expect(new Set(episodes.map(({ episode_id }) => episode_id)).size).toBe(episodes.length);
      const job = await jobWith(api, jobId, () => true);
      return job.spend.episodes === episodes.length && episodes.length > 0 ? job : undefined;
    });
    expect(spend.tokens).toBe(spend.episodes * 10);
  };

  const dataDir = mkdtempSync(join(tmpdir(), 'ao-cluster-'));

  beforeAll(async () => {
    agent = await startSkilledAgent(3);
    cluster = await startCluster({
      dataDir,
      environment: {
        AO_LOG_LEVEL: 'info',
        AO_CLAIM_MS: '2000',
        AO_HEARTBEAT_MS: '400',
        AO_WORKERS: '1',
        AO_GATE_LATENCY_MARGIN: 'none',
      },
    });
    await act(api(), 'agent.register', { address: agent.address });
  });
  afterAll(async () => {
    agent.stop();
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('runs the main job over gRPC and Kafka, both harnesses sharing the slices', async () => {
    const jobId = await train('undisturbed');
    expect(await endedJob(api, jobId)).toMatchObject({ status: 'completed', outcome: 'promoted' });
    await checkBooks(jobId);
    expected = await verdicts(jobId);
    expect(agent.peers()).toBe(2);
  });

  it.each([
    'evaluation-harness',
    'evaluation-harness-2',
    'orchestrator',
    'lease-policy',
    'projection',
    'logic-unit',
    'cognitive-stack',
    'gateway',
  ])('survives kill -9 of %s in the middle of the job, with the same decision', async (name) => {
    const jobId = await train(`kill-${name}`);
    await jobWith(api, jobId, ({ spend }) => spend.episodes >= 100);
    const victim = cluster.service(name);
    await victim.kill();
    await victim.start();
    const job = await endedJob(api, jobId);
    expect(job).toMatchObject({ status: 'completed', outcome: 'promoted' });
    await checkBooks(jobId);
    expect(await verdicts(jobId)).toEqual(expected);
  });

  it('goes on after Kafka is killed and started again', async () => {
    const jobId = await train('kill-kafka');
    await jobWith(api, jobId, ({ spend }) => spend.episodes >= 100);
    await cluster.kafka.kill();
    await cluster.kafka.start();
    expect(await endedJob(api, jobId)).toMatchObject({ status: 'completed', outcome: 'promoted' });
    await checkBooks(jobId);
    expect(await verdicts(jobId)).toEqual(expected);
  });

  it('says 503 quickly while Postgres is away, and goes on when it is back', async () => {
    const jobId = await train('kill-postgres');
    await jobWith(api, jobId, ({ spend }) => spend.episodes >= 50);
    await cluster.crashPostgres();
    const began = Date.now();
    const answer = await api().get('/state/orchestrator/jobs');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(Date.now() - began).toBeLessThan(patient(8_000));
    await cluster.restorePostgres();
    expect(await endedJob(api, jobId)).toMatchObject({ status: 'completed', outcome: 'promoted' });
    await checkBooks(jobId);
    expect(await verdicts(jobId)).toEqual(expected);
  });
});
