import { orchestrator } from '@ao/contracts';
import type { OneProcess } from '../platform/one-process.js';

/** A job to run: the incumbent and one candidate, each on `episodes / 2` items. */
export interface EchoJob {
  readonly taskSet: string;
  readonly seed: number;
  readonly episodes: number;
}

/** A job that ended. */
export interface RanJob {
  readonly jobId: string;
  /** From the request until every episode stood in /state. */
  readonly ms: number;
}

const lookMs = 20;
const ended = ['completed', 'cancelled', 'denied', 'failed'];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const start = async ({ training }: OneProcess, { taskSet, seed, episodes }: EchoJob): Promise<string> => {
  const wish = {
    miniAgent: 'echo',
    taskSet,
    seed,
    strategy: { name: 'random', candidates: 1 },
    budget: { episodes, wallMs: 3_600_000 },
    hints: { budget: 1 },
  };
  return (await training.startTraining(orchestrator.StartTrainingRequest.fromPartial(wish))).jobId;
};

const statusOf = async ({ state }: OneProcess, jobId: string): Promise<unknown> => {
  const { items } = await state.listRows({ view: 'jobs', filters: {}, cursor: '', limit: 1 });
  return items.find(({ id }) => id === jobId)?.body?.['status'];
};

const untilEnded = async (platform: OneProcess, jobId: string): Promise<void> => {
  for (;;) {
    const status = await statusOf(platform, jobId);
    if (status === 'completed') return;
    if (ended.includes(String(status))) throw new Error(`job ${jobId} is ${String(status)}`);
    await pause(lookMs);
  }
};

/** Episodes of a job that the /state view holds. Counted in the view's table: paging through a hundred thousand rows would be most of the work. */
const visible = async ({ sql }: OneProcess, jobId: string): Promise<number> => {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from state.episodes where job_id = ${jobId}`;
  return row?.count ?? 0;
};

const untilVisible = async (platform: OneProcess, jobId: string, episodes: number): Promise<void> => {
  for (let count = 0; count < episodes; count = await visible(platform, jobId)) await pause(lookMs);
};

const requireCommitted = async ({ sql, state }: OneProcess, jobId: string, episodes: number): Promise<void> => {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from evaluation.events where type = 'EpisodeCompleted' and data ->> 'jobId' = ${jobId}`;
  const { items } = await state.listRows({ view: 'episodes', filters: { job_id: jobId }, cursor: '', limit: 1 });
  const ran = await visible({ sql } as OneProcess, jobId);
  if (row?.count !== episodes || ran !== episodes || items[0]?.body?.['solved'] !== true)
    throw new Error(`job ${jobId} committed ${row?.count} and showed ${ran} of ${episodes} episodes`);
};

/** Runs a job through gRPC and waits until its episodes are committed, all of them visible in /state, and it has ended. */
export const runEchoJob = async (platform: OneProcess, job: EchoJob): Promise<RanJob> => {
  const started = performance.now();
  const jobId = await start(platform, job);
  await untilEnded(platform, jobId);
  await untilVisible(platform, jobId, job.episodes);
  const ms = performance.now() - started;
  await requireCommitted(platform, jobId, job.episodes);
  return { jobId, ms };
};
