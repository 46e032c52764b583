import type { FieldViolation } from '@ao/kernel';

/** What a lease caps. Whole numbers; cost in millionths of the account's currency unit, tokens in and out together. */
export interface Amount {
  readonly episodes: number;
  readonly tokens: number;
  readonly costMicros: number;
}

/** The names of the caps, as callers write them. */
const caps = [
  ['episodes', 'episodes'],
  ['tokens', 'tokens'],
  ['costMicros', 'cost_micros'],
] as const satisfies readonly (readonly [keyof Amount, string])[];

export const nothing: Amount = { episodes: 0, tokens: 0, costMicros: 0 };

export const plus = (a: Amount, b: Amount): Amount => ({
  episodes: a.episodes + b.episodes,
  tokens: a.tokens + b.tokens,
  costMicros: a.costMicros + b.costMicros,
});

export const minus = (a: Amount, b: Amount): Amount => ({
  episodes: a.episodes - b.episodes,
  tokens: a.tokens - b.tokens,
  costMicros: a.costMicros - b.costMicros,
});

/** What of `a` is above `b`, cap by cap. */
export const excess = (a: Amount, b: Amount): Amount => ({
  episodes: Math.max(0, a.episodes - b.episodes),
  tokens: Math.max(0, a.tokens - b.tokens),
  costMicros: Math.max(0, a.costMicros - b.costMicros),
});

export const isNothing = (amount: Amount): boolean => sameAmount(amount, nothing);

/** Which sums are no whole numbers below 2^53 any more, so that nothing could be added to them exactly; empty: all are. */
export const inexact = (sum: Amount, path: string): readonly FieldViolation[] =>
  caps
    .filter(([cap]) => !Number.isSafeInteger(sum[cap]))
    .map(([, name]) => ({ path: `${path}.${name}`, message: 'must keep what was spent in all below 2^53' }));

export const sameAmount = (a: Amount, b: Amount): boolean => caps.every(([cap]) => a[cap] === b[cap]);

/** Which caps `asked` would overshoot, each with what was asked and what is free; empty: it fits. */
export const overshoots = (asked: Amount, free: Amount): readonly FieldViolation[] =>
  caps
    .filter(([cap]) => asked[cap] > free[cap])
    .map(([cap, path]) => ({ path, message: `${path}: asked ${asked[cap]}, free ${free[cap]}` }));

/** What is wrong with an amount: every cap is a whole number from 0 to 2^53 - 1. */
export const amountViolations = (amount: Amount, path: string): readonly FieldViolation[] =>
  caps
    .filter(([cap]) => !Number.isSafeInteger(amount[cap]) || amount[cap] < 0)
    .map(([, name]) => ({ path: `${path}.${name}`, message: 'must be a whole number from 0 to 2^53 - 1' }));
