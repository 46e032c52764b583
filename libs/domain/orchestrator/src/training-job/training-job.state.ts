import type { Configuration } from '@ao/kernel';
import type { GateState, VersionCalibration } from '@ao/science';
import type { AlphaGrant, Decision, LeaseGrant, Say, Trial, TrialResult } from './training-job.events.js';
import type { TrainingRequest } from './start/training-request.js';

/** A trial and, once it ended, what it gave. */
export interface TrackedTrial extends Trial {
  readonly result: TrialResult | null;
  readonly failure: { readonly code: string; readonly reason: string } | null;
  /** Items at the end of its order that are the same whatever the seed. */
  readonly reservedItems: number;
  /** It failed before the job was resumed: what of it is missing is run by trials that continue it. */
  readonly setAside?: true;
}

/** What a job plans with where its caps do not cover every episode at the most that it may use. */
export interface EpisodesPlan {
  /** Episodes in all that the caps pay for. */
  readonly episodes: number;
  /** Set aside for one episode. */
  readonly reserveTokensPerEpisode: number;
  readonly reserveCostMicrosPerEpisode: number;
}

/** How much of what was compared a candidate would answer, with its calibration. */
export interface Coverage {
  readonly answered: number;
  readonly runs: number;
}

/** A configuration that the search sends to the gate. */
export interface Finalist {
  readonly configuration: Configuration;
  readonly configurationHash: string;
}

/** The comparison that is going on. */
export interface Comparison {
  /** Which finalist, from 0. */
  readonly finalist: number;
  /** How the finalist's confidences are served; null until it was fitted. */
  readonly calibration: VersionCalibration | null;
  /** Its part of the slot's error; null until it was reserved. */
  readonly grant: AlphaGrant | null;
  /** Null until the error was reserved. */
  readonly gate: GateState | null;
  /** Blocks observed. */
  readonly blocks: number;
  readonly confirmation: Confirmation;
  /** Runs of the candidate on the holdout, and those that it would answer. */
  readonly coverage: Coverage;
}

/** What the confirmation items gave so far: one value in the goal an item and arm. */
export interface Confirmation {
  readonly blocks: number;
  readonly pairs: readonly { readonly candidate: number; readonly incumbent: number }[];
}

/** Where the promotion of a proven candidate stands. */
export type PromotionStage = 'due' | 'asked' | 'canary' | 'granted';

export type Phase =
  | { readonly name: 'search' }
  | { readonly name: 'gate'; readonly finalists: readonly Finalist[]; readonly comparison: Comparison }
  | {
      readonly name: 'promotion';
      readonly decision: Decision;
      readonly calibration: VersionCalibration | null;
      readonly unitId: string | null;
      readonly stage: PromotionStage;
      /** Who said yes; null where nobody was asked. */
      readonly approval: Say | null;
    }
  | { readonly name: 'settled'; readonly outcome: 'promoted' | 'rejected' | 'held'; readonly reason: string };

/** What a granted job carries, running, paused or ended. */
export interface Progress {
  readonly request: TrainingRequest;
  readonly lease: LeaseGrant;
  readonly leaseReturned: boolean;
  readonly incumbent: Configuration;
  readonly incumbentHash: string;
  /** Hash that the slot had; empty where the agent's defaults were in force. */
  readonly slotBaseHash: string;
  /** How the incumbent's confidences are served; null: as the agent says them. */
  readonly incumbentCalibration: VersionCalibration | null;
  /** By trial id, in the order in which they were scheduled. */
  readonly trials: ReadonlyMap<string, TrackedTrial>;
  /** Hashes of the configurations that the search gave up. */
  readonly pruned: ReadonlySet<string>;
  /** Trials scheduled and not ended. */
  readonly open: number;
  /** The unit that holds the slot's label `candidate`; null: none. */
  readonly candidateUnit: string | null;
  readonly phase: Phase;
  /** What the job plans with where caps bind; absent: the budget's episodes. */
  readonly plan?: EpisodesPlan & { readonly finalist: number | null };
  /** Episodes of the search, fixed with its first round: its rounds follow from them. */
  readonly searchEpisodes?: number;
  /** How often the job was resumed after its end. */
  readonly reopened?: number;
  /** It was resumed, and its new lease is not granted yet. */
  readonly leaseDue?: boolean;
  /** The search asks for no further round: its part of the wall time is over. */
  readonly searchTimeOver?: true;
  /** Why the history cannot be followed any further: the job fails with it. */
  readonly fault?: string;
  /** Since when it has not moved, where that was noticed; milliseconds since 1970. */
  readonly stalledSinceMs?: number;
}

export type EndStatus = 'completed' | 'cancelled' | 'failed';

/** A training job by status: impossible states do not compile. */
export type TrainingJob =
  | { readonly status: 'absent' }
  | {
      readonly status: 'waiting';
      readonly request: TrainingRequest;
      readonly paused: boolean;
      /** Whether the lease was asked for. */
      readonly asked: boolean;
      /** How often the job was resumed after its end. */
      readonly reopened?: number;
      /** Since when it has not moved, where that was noticed; milliseconds since 1970. */
      readonly stalledSinceMs?: number;
    }
  | { readonly status: 'denied'; readonly request: TrainingRequest }
  | ({ readonly status: 'running' } & Progress)
  | ({ readonly status: 'paused' } & Progress)
  | ({ readonly status: 'ended'; readonly end: EndStatus } & Progress)
  | {
      readonly status: 'ended_waiting';
      readonly end: EndStatus;
      readonly request: TrainingRequest;
      readonly reopened?: number;
    };

/** Episodes of a trial: its items, each as often as it is run. */
export const episodesOf = ({ count, runs }: Pick<Trial, 'count' | 'runs'>): number => count * (runs ?? 1);

/** Episodes that were scheduled, whether or not they are recorded yet: what the budget of episodes must cover. What continues a trial was scheduled with it. */
export const scheduledEpisodes = ({ trials }: Progress, purpose?: Trial['purpose']): number =>
  [...trials.values()]
    .filter((trial) => trial.continues === undefined && (purpose === undefined || trial.purpose === purpose))
    .reduce((sum, trial) => sum + episodesOf(trial), 0);

/** Trials of one purpose, in order. */
export const trialsOf = ({ trials }: Progress, purpose: Trial['purpose']): TrackedTrial[] =>
  [...trials.values()].filter((trial) => trial.purpose === purpose);
