import beta from '@stdlib/stats-base-dists-beta';
import { normalQuantile } from '../../random/normal.js';
import type { PairCounts } from '../gate/futility.js';

/** An interval with the probability that it promises to cover with. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

const twoSided = (confidence: number): number => normalQuantile((1 + confidence) / 2);

/**
 * Score interval of a proportion (Wilson, 1927): never outside [0, 1], useful at 0 and at all. The whole of [0, 1] where nothing was seen.
 */
export const wilsonInterval = (successes: number, trials: number, confidence = 0.95): Interval => {
  if (trials === 0) return { low: 0, high: 1, confidence };
  const z = twoSided(confidence);
  const rate = successes / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (rate + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials));
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
    confidence,
  };
};

/** One-sided upper bound of a proportion that never covers with less than its confidence (Clopper and Pearson, 1934). */
export const exactUpperBound = (successes: number, trials: number, confidence: number): number =>
  successes >= trials ? 1 : beta.quantile(confidence, successes + 1, trials - successes);

/**
 * Interval of the difference of two proportions measured on the same items, for a number of pairs fixed beforehand: Wald's with one
 * pair added to each discordant cell (Bonett and Price, 2012, "Adjusted Wald confidence interval for a difference of binomial proportions
 * based on paired data"). Where one looked while data came in, it covers less.
 */
export const pairedDifferenceInterval = ({ pairs, wins, losses }: PairCounts, confidence = 0.95): Interval => {
  const won = (wins + 1) / (pairs + 2);
  const lost = (losses + 1) / (pairs + 2);
  const half = twoSided(confidence) * Math.sqrt((won + lost - (won - lost) ** 2) / (pairs + 2));
  return { low: Math.max(-1, won - lost - half), high: Math.min(1, won - lost + half), confidence };
};

/** The value below which this share (0 to 1) of the values lies, with linear interpolation (type 7 of Hyndman and Fan, 1996). NaN for no values. */
export const percentile = (values: readonly number[], share: number): number => {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * Math.min(1, Math.max(0, share));
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
};
