import { mean, sum } from './numbers.js';

/** Mean of some values and the sum of their squared distances from it. */
export interface Contrast {
  readonly count: number;
  /** 0 of nothing. */
  readonly mean: number;
  readonly squares: number;
}

/** In two passes: first the mean, then the distances from it. */
export const contrastOf = (values: readonly number[]): Contrast => {
  const centre = values.length === 0 ? 0 : mean(values);
  return { count: values.length, mean: centre, squares: sum(values.map((each) => (each - centre) ** 2)) };
};

/** The sequence is narrowest around so many values. */
const sharpestAt = 100;

/**
 * Half the width of the asymptotic confidence sequence of a mean, one-sided at alpha, valid whenever one looks: Waudby-Smith, Arbour, Sinha,
 * Kennedy and Ramdas (2024), "Time-uniform central limit theory and asymptotic confidence sequences". With n values of the deviation sd,
 * and m = n * v, where v is the variance of their mixing distribution, tuned for `sharpestAt` values:
 * sd * sqrt(2 (m + 1) / (n m) * log(1 + sqrt(m + 1) / (2 alpha))). Infinite below two values, which have no deviation.
 */
export const halfWidthOf = ({ count, squares }: Contrast, alpha: number): number => {
  if (count < 2) return Infinity;
  const spread = Math.max(1, -2 * Math.log(2 * alpha));
  const mixing = (count * (spread + Math.log(spread + 1))) / sharpestAt;
  const variance = squares / (count - 1);
  const boundary = 2 * (mixing + 1) * Math.log(1 + Math.sqrt(mixing + 1) / (2 * alpha));
  return Math.sqrt((variance * boundary) / (count * mixing));
};
