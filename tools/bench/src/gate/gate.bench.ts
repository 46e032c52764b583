import { nullJob, powerRun, simulateRuns, type Simulation, type SimulationSummary } from '@ao/science';
import { atMost, reaches, type Bench } from '../bench.js';

const jobs = Number(process.env['AO_BENCH_JOBS'] ?? 10_000);
const runs = Number(process.env['AO_BENCH_RUNS'] ?? 4_000);

/** A widely used prompt optimizer's defaults, and a plain "score is higher", on the same null world: DESIGN's measurements. */
const strictBetter = 0.935;

/** Power and pairs of a flat mixture, measured in the same world. */
const flatMixture = { power: 0.933, pairs: 193 };

const timed = (simulation: Simulation, count: number, seed: number): { summary: SimulationSummary; seconds: number } => {
  const started = performance.now();
  return { summary: simulateRuns(simulation, count, seed), seconds: (performance.now() - started) / 1000 };
};

/** False promotions of 20 equal candidates looked at after every episode, and the power at +10 points. */
export const gate: Bench = async (say) => {
  const nulls = timed(nullJob(), jobs, 1);
  say(`${jobs} jobs of 20 equal candidates: ${nulls.summary.promoted} promoted, ${nulls.summary.meanPairs.toFixed(0)} pairs a job, ${nulls.seconds.toFixed(1)} s`);
  const power = timed(powerRun(0.1), runs, 1_000_003);
  say(`${runs} comparisons at +10 points: ${(100 * power.summary.rate).toFixed(1)} % found with ${power.summary.meanPairs.toFixed(0)} pairs on average, ${power.seconds.toFixed(1)} s`);
  return [
    atMost('false_promotion', { ours: nulls.summary.rate, theirs: strictBetter, unit: 'share of jobs' }, 0.05),
    atMost('false_promotion_upper99', { ours: nulls.summary.rateUpper99, unit: 'share of jobs' }, 0.055),
    reaches('power_10', { ours: power.summary.rate, theirs: flatMixture.power, unit: 'share of runs' }, 0.95),
    atMost('pairs_10', { ours: power.summary.meanPairs, theirs: flatMixture.pairs, unit: 'pairs' }, 195),
  ];
};
