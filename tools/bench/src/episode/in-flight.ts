import { loadavg } from 'node:os';
import { reaches, type Row } from '../bench.js';
import { startOneProcess, type OneProcess } from '../platform/one-process.js';
import { runEchoJob } from './echo-job.js';
import { echoSeed } from './echo-seed.js';
import { importEchoSet } from './echo-set.js';

/** inspect_ai 0.3.285, 512 asked for, samples of 1 s: 129 to 143 in flight, recorded on two cores, not run here. */
const inspect = 143;

const wide = 512;
const delayMs = 1000;
const waves = 8;

interface Recorded {
  /** Milliseconds since 1970 at which it was recorded. */
  readonly at: number;
  readonly latency: number;
}

/** The slow candidate's episodes in the order in which they were recorded. */
const slowEpisodes = ({ sql }: OneProcess, jobId: string): Promise<readonly Recorded[]> =>
  sql<Recorded[]>`
    select extract(epoch from created_at)::float8 * 1000 as at, (body ->> 'latency_ms')::float8 as latency
    from state.episodes where job_id = ${jobId} and (body ->> 'latency_ms')::float8 >= ${delayMs - 1} order by created_at, id`;

/** Little's law over the middle of the run, without the first and the last wave: the sum of the latencies over the time that passed. */
const inFlight = (episodes: readonly Recorded[]): number => {
  const middle = episodes.slice(wide, -wide);
  const [from, to] = [episodes[wide - 1]?.at ?? 0, middle.at(-1)?.at ?? 0];
  return middle.reduce((sum, { latency }) => sum + latency, 0) / (to - from);
};

/** How many episodes of a second run at the same time where 512 may. */
export const episodesInFlight = async (say: (line: string) => void): Promise<Row> => {
  const platform = await startOneProcess({ AO_WORKERS: '2', AO_EPISODE_CONCURRENCY: String(wide / 2) });
  try {
    await importEchoSet(platform, 'echoes', wide * waves);
    const { jobId } = await runEchoJob(platform, {
      taskSet: 'echoes',
      seed: echoSeed(delayMs),
      episodes: 2 * wide * waves,
    });
    const episodes = await slowEpisodes(platform, jobId);
    if (episodes.length !== wide * waves)
      throw new Error(`${episodes.length} episodes took a second, not ${wide * waves}`);
    const ours = inFlight(episodes);
    say(
      `${episodes.length} episodes of ${delayMs} ms, ${wide} wide: ${ours.toFixed(0)} in flight on average; load ${loadavg()[0]?.toFixed(1)}`,
    );
    return reaches('in_flight', { ours, theirs: inspect, unit: 'episodes' }, 480);
  } finally {
    await platform.stop();
  }
};
