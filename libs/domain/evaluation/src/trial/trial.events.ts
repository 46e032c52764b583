import type { Configuration, Split } from '@ao/kernel';
import type { Spend } from '../episode/spend.js';
import type { Report } from './report.js';

/** What a trial is asked to do; the fields of orchestrator.v1.TrialScheduled. */
export interface TrialSpec {
  readonly trialId: string;
  readonly jobId: string;
  readonly miniAgent: string;
  readonly agentVersion: string;
  /** "builtin" or "host:port". */
  readonly runtime: string;
  /** "name@hash". */
  readonly taskSet: string;
  readonly configurationHash: string;
  readonly configuration: Configuration;
  readonly purpose: string;
  readonly arm: string;
  readonly splits: readonly Split[];
  readonly orderSeed: number;
  readonly offset: number;
  readonly count: number;
  /** Runs on each item, at least 1; absent in trials that are older than this field: 1. */
  readonly runsPerItem?: number;
  /** The last so many items of the order are the same whatever the seed; absent in trials that are older than this field: 0. */
  readonly reservedItems?: number;
  /** The trial with the same mark is the other arm: they run side by side. Empty or absent: on its own. */
  readonly pair?: string;
  readonly leaseId: string;
  readonly fencingToken: number;
  /** Milliseconds since 1970. */
  readonly leaseExpiresAtMs: number;
  readonly round: number;
  readonly maxTokensPerEpisode: number;
  readonly maxCostMicrosPerEpisode: number;
  readonly episodeTimeoutMs: number;
  /** Most episodes that the agent takes at once; absent or 0: no bound of its own. */
  readonly maxConcurrency?: number;
  /** Set aside for one episode before it runs; absent or 0: the most that it may use. */
  readonly reserveTokensPerEpisode?: number;
  readonly reserveCostMicrosPerEpisode?: number;
}

/** Stored for ever, in stream `trial-<trial id>`. Renaming a type or a field changes history. */
export type TrialEvent =
  | {
      readonly type: 'TrialStarted';
      readonly data: { readonly spec: TrialSpec; readonly slices: number; readonly episodes: number };
    }
  | {
      readonly type: 'SliceCompleted';
      readonly data: {
        readonly trialId: string;
        readonly jobId: string;
        readonly sliceId: string;
        readonly position: number;
        readonly spent: Spend;
        /** Slices and episodes of the whole trial, this one included. */
        readonly slicesDone: number;
        readonly slices: number;
        readonly episodesDone: number;
      };
    }
  | { readonly type: 'TrialCompleted'; readonly data: TrialIdentity & { readonly report: Report } }
  | {
      readonly type: 'TrialFailed';
      readonly data: TrialIdentity & { readonly code: string; readonly reason: string; readonly report: Report };
    };

/** What the facts of a trial repeat, so that a reader needs no other fact. */
export interface TrialIdentity {
  readonly trialId: string;
  readonly jobId: string;
  readonly configurationHash: string;
  readonly purpose: string;
  readonly arm: string;
  readonly round: number;
}

/** How often each item of a trial is run. */
export const runsPerItem = (spec: Pick<TrialSpec, 'runsPerItem'>): number => Math.max(1, spec.runsPerItem ?? 1);
