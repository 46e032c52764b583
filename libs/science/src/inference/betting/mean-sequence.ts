import { deviation, type Moments } from './moments.js';

/** Values at which the bound is tightest. */
const tightestAt = 100;

/** Variance of the mixing distribution, after Waudby-Smith et al. (2024), section on tuning, for two sides of alpha each. */
const mixingVariance = (alpha: number): number => {
  const spread = Math.max(1, -2 * Math.log(2 * alpha));
  return (spread + Math.log(spread + 1)) / tightestAt;
};

/**
 * Half-width of a one-sided asymptotic confidence sequence for a mean: the true mean is below mean + width (or: above mean - width) at
 * all times with probability about 1 - alpha, however often one looks. Infinite below two values.
 *
 * Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), "Time-uniform central limit theory and asymptotic confidence
 * sequences": sd * sqrt(2 (n v + 1) / (n^2 v) * log(1 + sqrt(n v + 1) / (2 alpha))). It is the half-normal mixture of Robbins
 * (1970), 2 Phi(x) exp(x^2 / 2) / sqrt(n v + 1) >= 1/alpha, solved with Phi(x) >= 1 - exp(-x^2 / 2) / 2.
 */
export const meanSequenceWidth = (moments: Moments, alpha: number): number => {
  const { count } = moments;
  if (count < 2) return Infinity;
  const variance = mixingVariance(alpha);
  const scale = count * variance + 1;
  return (
    deviation(moments) *
    Math.sqrt(((2 * scale) / (count * count * variance)) * Math.log(1 + Math.sqrt(scale) / (2 * alpha)))
  );
};
