import { setTimeout as pause } from 'node:timers/promises';
import { episodeRun, type EpisodeRun } from './episode-facts.js';
import type { Side, Stand } from './stand.js';

const everyMs = 10;
const lookMs = 3;

export interface Pace {
  readonly perSecond: number;
  readonly facts: number;
  /** The first of them, which warm up and do not count. */
  readonly warmUp: number;
}

/** When each fact was handed to the bus, by ordinal. */
interface Handed {
  readonly time: Date;
  readonly at: number;
}

/** Publishes at a steady pace, whatever the answers: a slow broker does not slow the clock. */
const publishAtPace = async (
  { bus }: Stand,
  run: EpisodeRun,
  { perSecond, facts }: Pace,
  handed: Handed[],
): Promise<void> => {
  const sending: Promise<void>[] = [];
  const started = performance.now();
  while (handed.length < facts) {
    const due = Math.min(facts, Math.floor(((performance.now() - started) * perSecond) / 1000));
    const batch = Array.from({ length: due - handed.length }, (_, index) => run.fact(handed.length + index));
    for (const { time } of batch) handed.push({ time, at: performance.now() });
    if (batch.length > 0) sending.push(bus.publish(batch));
    await pause(everyMs);
  }
  await Promise.all(sending);
};

/** Looks all the time for rows that were committed since; answers when each was seen, by ordinal. */
const watch = async (
  { sql }: Stand,
  { table }: Side,
  jobId: string,
  { handed, facts }: { handed: readonly Handed[]; facts: number },
): Promise<readonly number[]> => {
  const text = `select (body ->> 'ordinal')::int as ordinal from ${table} where job_id = $1 and created_at >= $2`;
  const seen: number[] = [];
  for (let first = 0; first < facts;) {
    const since = handed[first]?.time;
    const rows = since ? await sql.unsafe<{ ordinal: number }[]>(text, [jobId, since], { prepare: true }) : [];
    const now = performance.now();
    for (const { ordinal } of rows) seen[ordinal] ??= now;
    while (seen[first] !== undefined) first += 1;
    await pause(lookMs);
  }
  return seen;
};

/** Milliseconds from handing each fact to the bus until its committed row was seen. */
export const delays = async (stand: Stand, side: Side, pace: Pace): Promise<readonly number[]> => {
  const run = episodeRun();
  const handed: Handed[] = [];
  const [seen] = await Promise.all([
    watch(stand, side, run.jobId, { handed, facts: pace.facts }),
    publishAtPace(stand, run, pace, handed),
  ]);
  return handed.map(({ at }, ordinal) => (seen[ordinal] ?? Infinity) - at).slice(pace.warmUp);
};
