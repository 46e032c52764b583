import { loadavg } from 'node:os';
import { atLeast, atMostTimes, type Bench, type Row } from '../bench.js';
import { median, quantile } from '../quantiles.js';
import { delays, type Pace } from './delay.js';
import { episodeRun } from './episode-facts.js';
import { forked } from './forked.js';
import { startOurs } from './ours.js';
import { drainRate, publishRun, untilCount } from './rate.js';
import { startStand, type Stand, type StartSide } from './stand.js';
import { startTheirs } from './theirs.js';

type Say = (line: string) => void;

const facts = Number(process.env['AO_BENCH_FACTS'] ?? 25_000);
const rounds = 5;
const pace: Pace = { perSecond: 1000, facts: 6_000, warmUp: 1_000 };
const load = (): string => `load ${loadavg()[0]?.toFixed(1)}`;

/** Both sides by turns on the same topic, so that the machine's moods meet both; answers the round whose ratio is in the middle. */
const compareRates = async (stand: Stand, say: Say): Promise<Row> => {
  const run = episodeRun();
  await publishRun(stand, run, facts);
  const rows: Row[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const theirs = await drainRate(startTheirs, stand, { name: `theirs_${round}`, run, facts });
    const ours = await drainRate(startOurs, stand, { name: `ours_${round}`, run, facts });
    say(
      `round ${round}: ${ours.toFixed(0)} against ${theirs.toFixed(0)} rows/s, ratio ${(ours / theirs).toFixed(2)}; ${load()}`,
    );
    rows.push(atLeast('rate', { ours, theirs, unit: 'rows/s' }, 0.7));
  }
  const middle = median(rows.map(({ ratio }) => ratio ?? 0));
  return rows.find(({ ratio }) => ratio === middle) as Row;
};

/** A side in its own process that has caught up with what lies on the topic, and then gets facts at a steady pace. */
const p99 = async (
  start: StartSide,
  stand: Stand,
  { name, backlog }: { name: string; backlog: number },
  say: Say,
): Promise<number> => {
  const side = await start(stand, name);
  try {
    await untilCount(stand, side, backlog);
    const all = await delays(stand, side, pace);
    const at = (share: number): string => quantile(all, share).toFixed(1);
    say(`${name} at ${pace.perSecond} facts/s: p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, p99 ${at(0.99)} ms; ${load()}`);
    return quantile(all, 0.99);
  } finally {
    await side.stop();
  }
};

/**
 * From the Kafka record to the committed /state row: the projection as its process runs it against a consumer written by hand that
 * writes the same rows. Then the delay of each fact at a steady pace, from before its publish until its row was seen.
 */
export const factToState: Bench = async (say) => {
  const stand = await startStand();
  try {
    const rate = await compareRates(stand, say);
    const theirs = await p99(forked('theirs'), stand, { name: 'theirs', backlog: facts }, say);
    const ours = await p99(forked('ours'), stand, { name: 'ours', backlog: facts + pace.facts }, say);
    return [rate, atMostTimes('p99', { ours, theirs, unit: 'ms' }, 2)];
  } finally {
    await stand.stop();
  }
};
