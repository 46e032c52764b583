import type { Failure } from './failure.js';
import { backOff, type RetryPolicy } from './retry-policy.js';

/** How delivery stands on one partition. */
export interface DeliveryState {
  /** Most facts of the next delivery: halved to find the one that fails, doubled after each success. */
  readonly limit: number;
  /** Failures in a row on the first fact alone. */
  readonly attempts: number;
  /** Failures in a row for which no fact is to blame. */
  readonly outages: number;
}

/** What to do after a failure: the first fact goes to the dead letters, or try again after a wait. */
export type Verdict =
  | { readonly next: 'dead_letter'; readonly attempts: number }
  | { readonly next: 'retry'; readonly waitMs: number; readonly state: DeliveryState };

export const freshState = (maxBatch: number): DeliveryState => ({ limit: maxBatch, attempts: 0, outages: 0 });

/** After a success. */
export const grown = (state: DeliveryState, maxBatch: number): DeliveryState =>
  freshState(Math.min(maxBatch, state.limit * 2));

const narrow = (state: DeliveryState, limit: number, waitMs: number): Verdict => ({
  next: 'retry',
  waitMs,
  state: { ...state, limit, attempts: 0 },
});

const onUnknown = (state: DeliveryState, count: number, policy: RetryPolicy): Verdict => {
  if (count > 1) return narrow(state, Math.floor(count / 2), policy.initialMs);
  const attempts = state.attempts + 1;
  if (attempts >= policy.attempts) return { next: 'dead_letter', attempts };
  return { next: 'retry', waitMs: backOff(policy, attempts), state: { ...state, attempts } };
};

const onPoison = (factId: string | undefined, state: DeliveryState, ids: readonly string[]): Verdict => {
  const named = factId === undefined ? -1 : ids.indexOf(factId);
  if (named === 0 || ids.length === 1) return { next: 'dead_letter', attempts: state.attempts };
  // Those before the named one first: they keep their place in the order.
  return narrow(state, named > 0 ? named : Math.floor(ids.length / 2), 0);
};

/** Judges a failed delivery of the facts with these ids, never none. Waits of 0 ms are taken at once. */
export const judge = (failure: Failure, state: DeliveryState, ids: readonly string[], policy: RetryPolicy): Verdict => {
  switch (failure.kind) {
    case 'transient': {
      const outages = state.outages + 1;
      return { next: 'retry', waitMs: backOff(policy, outages), state: { ...state, outages } };
    }
    case 'poison':
      return onPoison(failure.factId, state, ids);
    case 'unknown':
      return onUnknown(state, ids.length, policy);
  }
};
