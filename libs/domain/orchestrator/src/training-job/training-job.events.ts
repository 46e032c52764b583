import type { Configuration, Split } from '@ao/kernel';
import type { Gain, VersionCalibration } from '@ao/science';
import type { PairedBlock } from './gate/blocks.js';
import type { Budget, Hints, TrainingRequest } from './start/training-request.js';

// Stored history: renaming a type or a field changes what was recorded. Add; never rename.

/** The lease as granted. */
export interface LeaseGrant {
  readonly leaseId: string;
  readonly fencingToken: number;
  readonly expiresAtMs: number;
}

/** Episodes of one configuration to run. */
export interface Trial {
  readonly trialId: string;
  readonly configuration: Configuration;
  readonly configurationHash: string;
  readonly purpose: 'search' | 'gate' | 'confirmation';
  readonly arm: 'candidate' | 'incumbent';
  /** Rung of the search, or block of the gate. */
  readonly round: number;
  readonly offset: number;
  /** Items. */
  readonly count: number;
  /** Runs on each item; absent: 1. */
  readonly runs?: number;
  /** The trial whose missing items it runs, after the job was resumed. */
  readonly continues?: string;
  /** The trial with the same mark is the other arm: the two run side by side, item by item. Absent: it runs on its own. */
  readonly pair?: string;
}

/** What the harness needs besides the trial itself: frozen with it, so that the fact is a pure function of the event. */
export interface TrialContext {
  readonly miniAgent: string;
  readonly agentVersion: string;
  readonly runtime: string;
  readonly taskSet: string;
  readonly splits: readonly Split[];
  readonly orderSeed: number;
  /** The last so many items of the order are the same whatever the seed; absent in history that is older than this field: 0. */
  readonly reservedItems?: number;
  readonly lease: LeaseGrant;
  readonly maxTokensPerEpisode: number;
  readonly maxCostMicrosPerEpisode: number;
  readonly episodeTimeoutMs: number;
  /** Most episodes that the agent takes at once; absent: no bound of its own. */
  readonly maxConcurrency?: number;
  /** Set aside for one episode before it runs: what episodes of the job were seen to take, with room. Absent or 0: the most that one may use. */
  readonly reserveTokensPerEpisode?: number;
  readonly reserveCostMicrosPerEpisode?: number;
}

/** What the decider needs of a report. */
export interface TrialResult {
  readonly episodes: number;
  readonly solved: number;
  readonly meanScore: number;
  /** Brier's score of the confidences; null or absent: the agent does not say any. */
  readonly brier?: number | null;
  /** What the episodes used in all; absent in history that is older than these fields: not known. */
  readonly tokens?: number;
  readonly costMicros?: number;
}

/** A stretch of a trial's items. */
export interface ItemRange {
  readonly offset: number;
  readonly count: number;
}

/** A part of the slot's error, for one comparison. */
export interface AlphaGrant {
  /** Which test in the slot's life, from 1. */
  readonly test: number;
  readonly alpha: number;
  /** Which look at this version of the holdout, from 1. */
  readonly look: number;
  readonly looksAllowed: number;
}

/** Who said yes or no, and why. */
export interface Say {
  readonly subject: string;
  readonly reason: string;
}

/** The verdict on one candidate. */
export interface Decision {
  readonly decisionId: string;
  readonly slot: string;
  readonly leaseId: string;
  readonly outcome: 'promoted' | 'rejected' | 'held';
  readonly reason: string;
  readonly candidate: Configuration;
  readonly candidateHash: string;
  readonly incumbent: Configuration;
  readonly incumbentHash: string;
  /** Null when no comparison was run. */
  readonly evidence: object | null;
  /** Measured on confirmation items that no verdict used; null where none were run. */
  readonly gain?: Gain | null;
  /** SHA-256 of every outcome that the decision rests on. */
  readonly outcomesHash?: string;
}

/** What the slot served when the job started. */
export interface Incumbent {
  readonly incumbent: Configuration;
  readonly incumbentHash: string;
  /** Hash that the slot had; empty where the agent's defaults were in force. */
  readonly slotBaseHash: string;
  /** How the incumbent's confidences are served; null or absent: as the agent says them. */
  readonly incumbentCalibration?: VersionCalibration | null;
}

interface Happened<Type extends string, Data extends object> {
  readonly type: Type;
  readonly data: Data;
}

export type TrainingJobEvent =
  | Happened<'TrainingRequested', TrainingRequest>
  | Happened<'LeaseAsked', { readonly leaseId: string }>
  | Happened<'LeaseAccepted', LeaseGrant & Incumbent>
  | Happened<'HintsApplied', { readonly hints: Hints }>
  | Happened<'TrainingDenied', { readonly policies: readonly string[]; readonly reason: string }>
  | Happened<'TrialScheduled', Trial & { readonly context: TrialContext }>
  | Happened<
      'TrialEnded',
      {
        readonly trialId: string;
        readonly result: TrialResult;
        readonly failure: { readonly code: string; readonly reason: string } | null;
      }
    >
  | Happened<'CandidatePruned', { readonly configurationHash: string; readonly round: number }>
  | Happened<
      'SearchEnded',
      {
        readonly finalists: readonly { readonly configuration: Configuration; readonly configurationHash: string }[];
        readonly reason: string;
      }
    >
  | Happened<
      'CalibratorFitted',
      { readonly finalist: number; readonly configurationHash: string; readonly calibration: VersionCalibration }
    >
  | Happened<'AlphaReserved', AlphaGrant & { readonly finalist: number }>
  | Happened<'BlockCompared', PairedBlock>
  | Happened<'ConfirmationCompared', PairedBlock>
  | Happened<'PromotionDecided', Decision>
  | Happened<'UnitSuggested', { readonly unitId: string; readonly slot: string; readonly patch: readonly object[] }>
  | Happened<'ApprovalAsked', { readonly unitId: string; readonly decisionId: string; readonly slot: string }>
  | Happened<'PromotionApproved', Say & { readonly decisionId: string }>
  | Happened<'PromotionDeclined', Say & { readonly decisionId: string }>
  | Happened<'CanaryStarted', { readonly unitId: string }>
  | Happened<
      'CanaryEnded',
      { readonly unitId: string; readonly outcome: 'passed' | 'worse' | 'stopped'; readonly reason: string }
    >
  | Happened<'CandidateWithdrawn', { readonly unitId: string }>
  | Happened<'UnitPromoted', { readonly unitId: string; readonly slotVersion: number }>
  | Happened<'PromotionRefused', { readonly unitId: string; readonly reason: string }>
  | Happened<'TrainingPaused', Record<string, never>>
  | Happened<'TrainingResumed', Record<string, never>>
  | Happened<'TrainingCancelled', { readonly reason: string }>
  | Happened<'TrainingFailed', { readonly reason: string }>
  /** `noVerdict`: held because budget, time or agent ended before there was a verdict on every finalist. */
  | Happened<
      'TrainingCompleted',
      {
        readonly outcome: 'promoted' | 'rejected' | 'held';
        readonly reason: string;
        readonly noVerdict?: true;
      }
    >
  /** What the caps pay for, in episodes, planned with what episodes were seen to use. `finalist`: planned for its comparison; null: for the search. */
  | Happened<
      'EpisodesPlanned',
      {
        readonly episodes: number;
        readonly reserveTokensPerEpisode: number;
        readonly reserveCostMicrosPerEpisode: number;
        readonly finalist: number | null;
      }
    >
  /** The job had ended without a verdict and goes on. `budget`: its caps in all from now on; its wall time begins with the new lease. */
  | Happened<'TrainingReopened', { readonly budget: Budget }>
  /** A trial that failed before the job was resumed: what of it is kept, and which items are missing. */
  | Happened<
      'TrialContinued',
      { readonly trialId: string; readonly kept: TrialResult; readonly missing: readonly ItemRange[] }
    >
  /** The search's part of the wall time is over: no further round is asked for. */
  | Happened<'SearchTimeOver', Record<string, never>>
  /** The job has not moved since then, milliseconds since 1970; what it waits for, in words. */
  | Happened<'TrainingStalled', { readonly sinceMs: number; readonly waitsFor: string }>
  | Happened<'LeaseReturned', { readonly leaseId: string }>;
