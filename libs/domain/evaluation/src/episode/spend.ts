import type { EpisodeLimits, Outcome } from './outcome.js';

/** What episodes cost, or may cost. */
export interface Spend {
  readonly episodes: number;
  /** In and out together. */
  readonly tokens: number;
  readonly costMicros: number;
}

export const noSpend: Spend = { episodes: 0, tokens: 0, costMicros: 0 };

/** The spend after one more outcome. */
export const addOutcome = (spend: Spend, outcome: Pick<Outcome, 'tokensIn' | 'tokensOut' | 'costMicros'>): Spend => ({
  episodes: spend.episodes + 1,
  tokens: spend.tokens + outcome.tokensIn + outcome.tokensOut,
  costMicros: spend.costMicros + outcome.costMicros,
});

/** The most that `count` episodes may cost: what is reserved before they run. */
export const reservationOf = (count: number, limits: EpisodeLimits): Spend => ({
  episodes: count,
  tokens: count * limits.maxTokens,
  costMicros: count * limits.maxCostMicros,
});

/** Spend as it is committed: an agent that used more than it said cannot push a lease above its cap. */
export const capSpend = (spend: Spend, reserved: Spend): Spend => ({
  episodes: Math.min(spend.episodes, reserved.episodes),
  tokens: Math.min(spend.tokens, reserved.tokens),
  costMicros: Math.min(spend.costMicros, reserved.costMicros),
});
