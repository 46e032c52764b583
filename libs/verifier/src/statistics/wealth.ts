import { sum } from './numbers.js';

/** A bet that stakes a share of the wealth, with its part of the mixture. */
export interface Bet {
  /** 0 to 1. */
  readonly stake: number;
  readonly weight: number;
}

const slices = 24;

/** `weight` shared over 24 stakes, each in the middle of one of as many equal slices of [from, to]. */
export const evenly = (from: number, to: number, weight: number): readonly Bet[] =>
  Array.from({ length: slices }, (_, slice) => ({
    stake: from + ((to - from) * (slice + 0.5)) / slices,
    weight: weight / slices,
  }));

/** Wealth of a mixture of bets. */
export interface Wealth {
  /** Every bet meets a payoff: its wealth is multiplied by 1 + stake * payoff, `times` times. */
  readonly add: (payoff: number, times?: number) => void;
  /** Natural logarithm of the mixture's wealth, 0 at the start. */
  readonly log: () => number;
}

/**
 * Betting on a mean that is said to be at most 0, by Waudby-Smith and Ramdas (2024), "Estimating means of bounded random variables by
 * betting", section 4: where that is true, no mixture of bets is expected to grow, so its wealth is an e-value, and by the inequality of
 * Ville (1939) it ever reaches 1/alpha with a probability of at most alpha, however often one looks. In logarithms, so that nothing overflows.
 */
export const wealthOf = (bets: readonly Bet[]): Wealth => {
  const logs = bets.map(({ weight }) => Math.log(weight));
  return {
    add: (payoff, times = 1) => {
      bets.forEach(({ stake }, bet) => {
        logs[bet] = (logs[bet] ?? Number.NaN) + times * Math.log1p(stake * payoff);
      });
    },
    log: () => {
      const greatest = Math.max(...logs);
      return greatest + Math.log(sum(logs.map((each) => Math.exp(each - greatest))));
    },
  };
};
