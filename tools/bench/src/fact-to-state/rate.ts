import { setTimeout as pause } from 'node:timers/promises';
import type { EpisodeRun } from './episode-facts.js';
import type { Side, Stand, StartSide } from './stand.js';

const lookMs = 10;
const perPublish = 2_000;
/** The last facts of the run: a partition is read in its order, so where these stand, the rest does too; the count at the end proves it. */
const tailFacts = 2_000;
const tailStep = 50;

/** Publishes a run of facts, as fast as the broker takes them. */
export const publishRun = async ({ bus }: Stand, run: EpisodeRun, facts: number): Promise<void> => {
  for (let from = 0; from < facts; from += perPublish) {
    await bus.publish(Array.from({ length: Math.min(perPublish, facts - from) }, (_, index) => run.fact(from + index)));
  }
};

const count = async ({ sql }: Stand, { table }: Side): Promise<number> => {
  const [row] = await sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${table}`);
  return row?.count ?? 0;
};

/** Waits until a side has written so many rows. */
export const untilCount = async (stand: Stand, side: Side, rows: number): Promise<void> => {
  while ((await count(stand, side)) < rows) await pause(lookMs);
};

const untilSome = async (stand: Stand, side: Side): Promise<number> => {
  for (;;) {
    const rows = await stand.sql.unsafe(`select from ${side.table} limit 1`);
    if (rows.length > 0) return count(stand, side);
    await pause(1);
  }
};

const untilThere = async ({ sql }: Stand, { table }: Side, ids: readonly string[]): Promise<void> => {
  for (let found = 0; found < ids.length;) {
    const rows = await sql.unsafe(`select from ${table} where id = any($1::text[])`, [[...ids]], { prepare: true });
    found = rows.length;
    if (found < ids.length) await pause(lookMs);
  }
};

/** Rows a second from the first committed batch to the last, of a side that starts on a full topic. */
export const drainRate = async (
  start: StartSide,
  stand: Stand,
  work: { name: string; run: EpisodeRun; facts: number },
): Promise<number> => {
  const { name, run, facts } = work;
  const tail = Array.from({ length: tailFacts / tailStep }, (_, index) => run.id(facts - 1 - index * tailStep));
  const side = await start(stand, name);
  try {
    const before = await untilSome(stand, side);
    const started = performance.now();
    await untilThere(stand, side, tail);
    await untilCount(stand, side, facts);
    return (facts - before) / ((performance.now() - started) / 1000);
  } finally {
    await side.stop();
  }
};
