import type { Claim } from '../slice/slice.store.js';
import type { InterleavedPair } from './interleaved-pair.js';

/** A claim that is held, and how its worker is told to end. */
export interface HeldSlice {
  readonly claim: Claim;
  /** The other arm's slice, held too: both run item by item. Undefined: it runs on its own. */
  readonly pair: InterleavedPair | undefined;
  /** Aborted: the claim is lost, or there is no time left; whatever runs is thrown away. */
  readonly abandoned: AbortSignal;
  /** True: no episode may start any more. */
  isStopping(): boolean;
  /** Lets the running episodes finish; what they give is recorded. */
  stop(): void;
  /** Stops at once. */
  abandon(): void;
}

/** Holds a claim. */
export const holdSlice = (claim: Claim, pair?: InterleavedPair): HeldSlice => {
  const abandoning = new AbortController();
  let stopping = false;
  const stop = (): void => {
    stopping = true;
  };
  return {
    claim,
    pair,
    abandoned: abandoning.signal,
    isStopping: () => stopping,
    stop,
    abandon: () => {
      stop();
      abandoning.abort();
    },
  };
};
