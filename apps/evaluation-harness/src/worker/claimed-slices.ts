import type { Claim } from '../slice/slice.store.js';
import type { InterleavedPair } from './interleaved-pair.js';
import { holdSlice, type HeldSlice } from './held-slice.js';

/** The slices that this process has claimed, and how many of their episodes are still to run here. */
export interface ClaimedSlices {
  take(claim: Claim, pair?: InterleavedPair): HeldSlice;
  episodeRan(claim: Claim): void;
  drop(claim: Claim): void;
  /** Episodes that were claimed and have not run; a slice that needs none counts as one. */
  episodes(): number;
  all(): readonly HeldSlice[];
}

/** No claims. */
export const claimedSlices = (): ClaimedSlices => {
  const held = new Map<string, { readonly slice: HeldSlice; left: number }>();
  let episodes = 0;
  const lower = (sliceId: string, by: number): void => {
    const entry = held.get(sliceId);
    if (entry === undefined) return;
    entry.left -= by;
    episodes -= by;
  };
  return {
    take: (claim, pair) => {
      const left = claim.stage === 'open' ? Math.max(1, claim.count - claim.spent.episodes) : 1;
      const slice = holdSlice(claim, pair);
      held.set(claim.sliceId, { slice, left });
      episodes += left;
      return slice;
    },
    episodeRan: ({ sliceId }) => lower(sliceId, 1),
    drop: ({ sliceId }) => {
      lower(sliceId, held.get(sliceId)?.left ?? 0);
      held.delete(sliceId);
    },
    episodes: () => episodes,
    all: () => [...held.values()].map(({ slice }) => slice),
  };
};
