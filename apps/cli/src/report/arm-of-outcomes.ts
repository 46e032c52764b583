import {
  percentile,
  reportAccumulator,
  rngOf,
  uniformInteger,
  type MeasuredEpisode,
  type ReportMeasures,
} from '@ao/science';
import type { Outcome } from '../jobs/rows.js';
import { armOf, valuesOf, type Arm, type Ends, type Metric } from './arm.js';

const resamples = 200;

/** An outcome as reports count it. */
export const episodeOf = ({
  solved,
  score,
  confidence,
  memory_utility,
  error,
  ...outcome
}: Outcome): MeasuredEpisode => ({
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
  refused: Boolean(outcome.refused),
  itemId: outcome.item_id,
});

const measured = (episodes: readonly MeasuredEpisode[]): ReportMeasures => {
  const accumulator = reportAccumulator();
  episodes.forEach(accumulator.add);
  return accumulator.report();
};

/** Percentile interval (Efron, 1979). */
const percentiles = (values: readonly number[]): Ends => [percentile(values, 0.025), percentile(values, 0.975)];

/** The runs of an item resemble each other: items are drawn, not runs. */
const byItem = (episodes: readonly MeasuredEpisode[]): MeasuredEpisode[][] =>
  Object.values(Object.groupBy(episodes, ({ itemId }) => itemId ?? '')) as MeasuredEpisode[][];

/** Intervals over resampled items; a fixed seed, so that the same outcomes always print the same. */
const bootstrap = (episodes: readonly MeasuredEpisode[]): Partial<Record<Metric, Ends>> => {
  const items = byItem(episodes);
  if (items.length < 2) return {};
  const rng = rngOf(episodes.length, 'bootstrap');
  const draw = (): MeasuredEpisode[] =>
    (items[uniformInteger(rng, 0, items.length - 1)] as MeasuredEpisode[]).map((episode) => ({
      ...episode,
      itemId: null,
    }));
  const drawn = Array.from({ length: resamples }, () => valuesOf(measured(items.flatMap(draw))));
  const ends = (metric: Metric): Ends => percentiles(drawn.flatMap((each) => each[metric] ?? []));
  return Object.fromEntries((Object.keys(drawn[0] ?? {}) as Metric[]).map((metric) => [metric, ends(metric)]));
};

/** The report's own intervals: Wilson's of the solve rate over items, of the Brier score, and of the debiased ECE, which resampling would shift upwards. */
const known = ({ solveRateLow, solveRateHigh, calibration }: ReportMeasures): Partial<Record<Metric, Ends>> => ({
  solveRate: [solveRateLow, solveRateHigh],
  ...(calibration === null
    ? {}
    : { ece: [calibration.ece.low, calibration.ece.high], brier: [calibration.brier.low, calibration.brier.high] }),
});

/** What one side's outcomes measure, by the reports' own definitions, each metric with an interval at 95 %. */
export const armOfOutcomes = (outcomes: readonly Outcome[]): Arm => {
  const episodes = outcomes.map(episodeOf);
  const report = measured(episodes);
  return armOf(report, { ...bootstrap(episodes), ...known(report) });
};
