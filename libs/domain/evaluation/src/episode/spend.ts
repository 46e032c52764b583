import { DomainError } from '@ao/kernel';
import type { EpisodeLimits, Outcome } from './outcome.js';

/** What episodes cost, or may cost. */
export interface Spend {
  readonly episodes: number;
  /** In and out together. */
  readonly tokens: number;
  readonly costMicros: number;
}

export const noSpend: Spend = { episodes: 0, tokens: 0, costMicros: 0 };

const exact = (what: string, sum: number): number => {
  if (Number.isSafeInteger(sum)) return sum;
  throw new DomainError('out_of_range', `the sum of ${what} is ${sum}, above 2^53: it cannot be told exactly`);
};

/** The spend after one more outcome. Throws `out_of_range` where a sum would not be exact any more. */
export const addOutcome = (spend: Spend, outcome: Pick<Outcome, 'tokensIn' | 'tokensOut' | 'costMicros'>): Spend => ({
  episodes: spend.episodes + 1,
  tokens: exact('tokens', spend.tokens + outcome.tokensIn + outcome.tokensOut),
  costMicros: exact('cost_micros', spend.costMicros + outcome.costMicros),
});

/** The most that `count` episodes may cost: what is reserved before they run. */
export const reservationOf = (count: number, limits: EpisodeLimits): Spend => ({
  episodes: count,
  tokens: count * limits.maxTokens,
  costMicros: count * limits.maxCostMicros,
});
