import { logSum } from './log-sum.js';
import type { Wager } from './wager.js';

/** Log wealth of each stake before the first bet. */
export const noWealth = (wagers: readonly Wager[]): readonly number[] => wagers.map(() => 0);

/**
 * Log wealth of each stake after one more payoff of at least -1: it grows by log(1 + stake * payoff). Where the payoff has a mean of at most 0
 * given the past, each wealth is a nonnegative supermartingale, so by Ville's inequality a mixture of them ever reaches 1/alpha with probability
 * at most alpha, whenever one looks. Waudby-Smith and Ramdas (2024), "Estimating means of bounded random variables by betting", section 4;
 * the mixture over stakes is Robbins' (1970). Where payoffs are -1, 0 and 1 it is `logEValue`.
 */
export const withPayoff = (
  wagers: readonly Wager[],
  logWealth: readonly number[],
  payoff: number,
): readonly number[] =>
  payoff === 0
    ? logWealth
    : logWealth.map((wealth, index) => wealth + Math.log1p((wagers[index] as Wager).stake * payoff));

/** Log wealth of all stakes together, of one in the beginning. */
export const mixtureLogWealth = (wagers: readonly Wager[], logWealth: readonly number[]): number =>
  logSum(wagers.map(({ weight }, index) => Math.log(weight) + (logWealth[index] as number)));

/** Whether all stakes together have at least this log wealth. Together they never have more than the richest, which answers most questions at once. */
export const reaches = (wagers: readonly Wager[], logWealth: readonly number[], threshold: number): boolean =>
  logWealth.some((wealth) => wealth >= threshold) && mixtureLogWealth(wagers, logWealth) >= threshold;
