import type { Interval } from '../betting/intervals.js';
import { logSum } from '../betting/log-sum.js';
import type { Wager } from '../betting/wager.js';

/** How often each difference was seen. */
type Tally = readonly (readonly [difference: number, times: number])[];

const tallied = (differences: readonly number[]): Tally => {
  const counts = new Map<number, number>();
  for (const difference of differences) counts.set(difference, (counts.get(difference) ?? 0) + 1);
  return [...counts];
};

/** Log wealth of the mixture against "the mean difference is at most `mean`": the gate's e-value where mean is 0. */
const logWealth = (wagers: readonly Wager[], tally: Tally, mean: number): number =>
  logSum(
    wagers.map(({ stake, weight }) =>
      tally.reduce(
        (sum, [difference, times]) => sum + times * Math.log1p((stake * (difference - mean)) / (1 + mean)),
        Math.log(weight),
      ),
    ),
  );

/** Largest mean that the wealth refutes at this level; the wealth falls as the mean grows. */
const lowerBound = (wagers: readonly Wager[], tally: Tally, alpha: number): number => {
  let low = -1 + 1e-9;
  let high = 1 - 1e-9;
  if (logWealth(wagers, tally, low) < -Math.log(alpha)) return -1;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (logWealth(wagers, tally, middle) >= -Math.log(alpha)) low = middle;
    else high = middle;
  }
  return low;
};

/**
 * Confidence sequence of a mean of differences in [-1, 1]: covers it at all times at once with the confidence given, so it may be read at
 * a moment that the data chose. A mean is refuted when a bet against it has multiplied its wealth by 2 / (1 - confidence): Waudby-Smith and
 * Ramdas (2024), "Estimating means of bounded random variables by betting", with the gate's own mixture of bets. It covers for the
 * candidate that was compared; where the best of several is reported, selection is not accounted for, so no verdict shows
 * it. The gate proves a candidate exactly where the lower end is above 0: specs hold the two against each other.
 */
export const gainInterval = (wagers: readonly Wager[], differences: readonly number[], confidence = 0.95): Interval => {
  const alpha = (1 - confidence) / 2;
  const tally = tallied(differences);
  const mirrored: Tally = tally.map(([difference, times]) => [-difference, times]);
  return { low: lowerBound(wagers, tally, alpha), high: 0 - lowerBound(wagers, mirrored, alpha), confidence };
};
