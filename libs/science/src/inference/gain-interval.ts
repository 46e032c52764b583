import type { PairCounts } from './futility.js';
import type { Interval } from './intervals.js';
import type { Wager } from './wager.js';

/** Log wealth of the mixture against "the mean difference is at most `mean`": the gate's e-value where mean is 0. */
const logWealth = (wagers: readonly Wager[], { pairs, wins, losses }: PairCounts, mean: number): number => {
  const terms = wagers.map(({ stake, weight }) => {
    const bet = stake / (1 + mean);
    return Math.log(weight) + wins * Math.log1p(bet * (1 - mean)) + (pairs - wins - losses) * Math.log1p(-bet * mean) + losses * Math.log1p(-stake);
  });
  const top = Math.max(...terms);
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0));
};

/** Largest mean that the wealth refutes at this level; the wealth falls as the mean grows. */
const lowerBound = (wagers: readonly Wager[], counts: PairCounts, alpha: number): number => {
  let low = -1 + 1e-9;
  let high = 1 - 1e-9;
  if (logWealth(wagers, counts, low) < -Math.log(alpha)) return -1;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (logWealth(wagers, counts, middle) >= -Math.log(alpha)) low = middle;
    else high = middle;
  }
  return low;
};

/**
 * Confidence sequence of the gain in solve rate: covers the true gain at all times at once with the confidence given, so it may be read at
 * a moment that the data chose. The paired difference is in -1, 0, 1; a mean is refuted when a bet against it has multiplied its wealth
 * by 2 / (1 - confidence): Waudby-Smith and Ramdas (2024), "Estimating means of bounded random variables by betting", with the gate's
 * own mixture of bets. It covers for the candidate that was compared; where the best of several is reported, selection is not accounted for.
 */
export const gainInterval = (wagers: readonly Wager[], counts: PairCounts, confidence = 0.95): Interval => {
  const alpha = (1 - confidence) / 2;
  const mirrored = { pairs: counts.pairs, wins: counts.losses, losses: counts.wins };
  return { low: lowerBound(wagers, counts, alpha), high: 0 - lowerBound(wagers, mirrored, alpha), confidence };
};
