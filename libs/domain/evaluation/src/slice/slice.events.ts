import type { StoredOutcome } from '../episode/outcome.js';

/** Stored for ever, one for each episode, in stream `slice-<slice id>`. Renaming a type or a field changes history. */
export interface EpisodeCompleted {
  readonly type: 'EpisodeCompleted';
  readonly data: {
    readonly trialId: string;
    readonly jobId: string;
    readonly sliceId: string;
    readonly configurationHash: string;
    readonly outcome: StoredOutcome;
  };
}

export type SliceEvent = EpisodeCompleted;
