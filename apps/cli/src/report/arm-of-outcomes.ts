import { deviation, noMoments, percentile, reportAccumulator, rngOf, uniformInteger, withValue, type MeasuredEpisode, type ReportMeasures } from '@ao/science';
import type { Outcome } from '../jobs/rows.js';
import { armOf, valuesOf, type Arm, type Ends, type Metric } from './arm.js';

const resamples = 200;

const episodeOf = ({ solved, score, confidence, memory_utility, error, ...outcome }: Outcome): MeasuredEpisode => ({
  solved,
  score,
  confidence,
  error,
  memoryUtility: memory_utility,
  latencyMs: outcome.latency_ms,
  tokensIn: outcome.tokens_in,
  tokensOut: outcome.tokens_out,
  costMicros: outcome.cost_micros,
  limitReached: Boolean(outcome.limit_reached),
});

const measured = (episodes: readonly MeasuredEpisode[]): ReportMeasures => {
  const accumulator = reportAccumulator();
  episodes.forEach(accumulator.add);
  return accumulator.report();
};

const normal95 = 1.96;

/** Percentile interval (Efron, 1979). */
const percentiles = (values: readonly number[]): Ends => [percentile(values, 0.025), percentile(values, 0.975)];

/** The value and its bootstrap standard error: for ECE, which resampling shifts upwards, so that percentiles may miss the value itself. */
const normal = (values: readonly number[], value: number): Ends => {
  const half = normal95 * deviation(values.reduce(withValue, noMoments));
  return [Math.max(0, value - half), Math.min(1, value + half)];
};

/** Intervals over resampled episodes; a fixed seed, so that the same outcomes always print the same. */
const bootstrap = (episodes: readonly MeasuredEpisode[], { ece }: ReportMeasures): Partial<Record<Metric, Ends>> => {
  if (episodes.length < 2) return {};
  const rng = rngOf(episodes.length, 'bootstrap');
  const draw = (): MeasuredEpisode => episodes[uniformInteger(rng, 0, episodes.length - 1)] as MeasuredEpisode;
  const drawn = Array.from({ length: resamples }, () => valuesOf(measured(episodes.map(draw))));
  const ends = (metric: Metric): Ends => {
    const values = drawn.flatMap((each) => each[metric] ?? []);
    return metric === 'ece' && ece !== null ? normal(values, ece) : percentiles(values);
  };
  return Object.fromEntries((Object.keys(drawn[0] ?? {}) as Metric[]).map((metric) => [metric, ends(metric)]));
};

/** What one side's outcomes measure, by the reports' own definitions, each metric with an interval at 95 %. */
export const armOfOutcomes = (outcomes: readonly Outcome[]): Arm => {
  const episodes = outcomes.map(episodeOf);
  const report = measured(episodes);
  return armOf(report, bootstrap(episodes, report));
};
