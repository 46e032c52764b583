import { loadavg } from 'node:os';
import { atMost, type Row } from '../bench.js';
import { startOneProcess, type OneProcess } from '../platform/one-process.js';
import { runEchoJob } from './echo-job.js';
import { echoSeed } from './echo-seed.js';
import { importEchoSet } from './echo-set.js';
import { heldMemory, type Held } from './memory.js';

/** promptfoo 0.121.20 with its echo provider, recorded on two cores, not run here: milliseconds and bytes (an upper bound) for each sample. */
const promptfoo = { ms: 2.2, bytes: 56 * 1024 };

const warmUp = 2_000;
/** Below so many episodes the growth of V8's young generation outweighs theirs in resident memory. */
const residentCounts = 50_000;

interface Run {
  readonly episodes: number;
  readonly ms: number;
  readonly held: Held;
}

type Say = (line: string) => void;

const run = async (platform: OneProcess, episodes: number, say: Say): Promise<Run> => {
  const before = process.cpuUsage();
  const { ms } = await runEchoJob(platform, { taskSet: 'echoes', seed: echoSeed(0), episodes });
  const { user, system } = process.cpuUsage(before);
  const held = await heldMemory();
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  say(
    `${episodes} episodes: ${ms.toFixed(0)} ms, ${(ms / episodes).toFixed(3)} ms each, of which ${((user + system) / 1000 / episodes).toFixed(3)} ms of this process's processor; ` +
      `${megabytes(held.live)} MB live, ${megabytes(held.resident)} MB resident; load ${loadavg()[0]?.toFixed(1)}`,
  );
  return { episodes, ms, held };
};

const growth = (small: Run, large: Run, of: keyof Held): number =>
  Math.max(0, large.held[of] - small.held[of]) / large.episodes;

const rowsOf = (small: Run, large: Run): readonly Row[] => {
  const ms = (large.ms - small.ms) / (large.episodes - small.episodes);
  const bytes = (name: string, of: keyof Held): Row =>
    atMost(name, { ours: growth(small, large, of), theirs: promptfoo.bytes, unit: 'bytes' }, 2048);
  const live = [
    atMost('episode_ms', { ours: ms, theirs: promptfoo.ms, unit: 'ms' }, 0.9),
    bytes('episode_bytes', 'live'),
  ];
  return large.episodes < residentCounts ? live : [...live, bytes('episode_resident_bytes', 'resident')];
};

/**
 * What one more episode costs: an echo agent through the whole platform on a durable Postgres, a large job against a small one. The clock
 * stops when every episode is committed and stands in /state.
 */
export const episodeCost = async (episodes: number, say: Say): Promise<readonly Row[]> => {
  const platform = await startOneProcess();
  try {
    await importEchoSet(platform, 'echoes', Math.ceil(episodes / 2));
    await run(platform, warmUp, say);
    const small = await run(platform, Math.ceil(episodes / 10) * 2, say);
    return rowsOf(small, await run(platform, Math.ceil(episodes / 2) * 2, say));
  } finally {
    await platform.stop();
  }
};
