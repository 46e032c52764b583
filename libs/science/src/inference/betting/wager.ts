import { logSum } from './log-sum.js';

/** A share of the wealth put on "the candidate wins the next discordant pair", and how much of the first wealth plays it. */
export interface Wager {
  readonly stake: number;
  readonly weight: number;
}

/** Midpoints of equal slices: a uniform prior in a few points. */
export const evenly = (from: number, to: number, slices: number, weight: number): Wager[] =>
  Array.from({ length: slices }, (_, index) => ({
    stake: from + ((to - from) * (index + 0.5)) / slices,
    weight: weight / slices,
  }));

/** Part of the wealth that stays open to effects of any size. */
const openWeight = 0.1;

/**
 * The prior of the gate. Where a share d of pairs is discordant, a gain g in solve rate is best met by the stake g/d (Kelly's
 * bet), so nine tenths of the wealth spread over stakes from twice the smallest gain worth having (d = 0.5) to
 * 0.4 or four times it; one tenth spreads over all stakes, for large effects. Any choice made before the data keeps the error: it only moves the power.
 */
export const wagersFor = (minGain: number): readonly Wager[] => {
  const from = Math.min(0.6, 2 * minGain);
  return [
    ...evenly(from, Math.min(0.95, Math.max(0.4, 4 * minGain)), 24, 1 - openWeight),
    ...evenly(0, 1, 24, openWeight),
  ];
};

const remembered = new WeakMap<object, readonly Wager[]>();

/** The prior of a policy, remembered with the policy object. */
export const wagersOf = (policy: { readonly minGain: number }): readonly Wager[] => {
  const wagers = remembered.get(policy) ?? wagersFor(policy.minGain);
  remembered.set(policy, wagers);
  return wagers;
};

/**
 * Log of the e-value against "the candidate wins a discordant pair with probability at most 1/2" after these wins and losses:
 * the wealth of the mixture, sum of weight * (1 + stake)^wins * (1 - stake)^losses. Each stake's wealth is the likelihood ratio of
 * win probability (1 + stake)/2 to 1/2, a supermartingale under the hypothesis, so by Ville's inequality the mixture ever reaches
 * 1/alpha with probability at most alpha, whenever one looks. Robbins (1970), the method of mixtures; Ramdas, Grünwald, Vovk and
 * Shafer (2023), "Game-theoretic statistics and safe anytime-valid inference", section 3.
 */
export const logEValue = (wagers: readonly Wager[], wins: number, losses: number): number =>
  logSum(wagers.map(({ stake, weight }) => Math.log(weight) + wins * Math.log1p(stake) + losses * Math.log1p(-stake)));
