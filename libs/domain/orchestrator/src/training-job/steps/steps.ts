import type { Configuration } from '@ao/kernel';
import type { EpisodesPlan } from '../training-job.state.js';
import type { Trial } from '../training-job.events.js';

/** A trial before it has an identity. */
export type PlannedTrial = Pick<
  Trial,
  'configuration' | 'purpose' | 'arm' | 'round' | 'offset' | 'count' | 'runs' | 'pair'
>;

/** A configuration that the search gave up after a round. */
export interface Pruned {
  readonly configurationHash: string;
  readonly round: number;
}

interface PairedTrials {
  readonly finalist: number;
  readonly block: number;
  /** Items of the block: a trial that an earlier finalist had run may hold more. */
  readonly count: number;
  /** The trials that hold the outcomes: a trial, and those that continue it. */
  readonly candidateTrialIds: readonly string[];
  readonly incumbentTrialIds: readonly string[];
}

/** What a job needs next: its to-do list has one line at a time. */
export type Step =
  | { readonly kind: 'wait' }
  | { readonly kind: 'ask_lease' }
  | { readonly kind: 'acquire_lease' }
  | { readonly kind: 'schedule'; readonly trials: readonly PlannedTrial[]; readonly pruned: readonly Pruned[] }
  | {
      readonly kind: 'end_search';
      readonly finalists: readonly Configuration[];
      readonly reason: string;
      readonly pruned: readonly Pruned[];
    }
  /** Fits how the finalist's confidences are served, on dev outcomes of these trials. */
  | {
      readonly kind: 'fit_calibrator';
      readonly finalist: number;
      readonly configurationHash: string;
      readonly trialIds: readonly string[];
    }
  | { readonly kind: 'reserve_alpha'; readonly finalist: number; readonly candidateHash: string }
  | ({ readonly kind: 'compare_block' } & PairedTrials)
  | ({ readonly kind: 'confirm_block' } & PairedTrials)
  | { readonly kind: 'decide' }
  | { readonly kind: 'ask_approval' }
  | { readonly kind: 'start_canary' }
  | { readonly kind: 'promote' }
  /** Takes the label `candidate` from a unit that is not promoted. */
  | { readonly kind: 'withdraw_candidate'; readonly unitId: string }
  /** Plans what the caps pay for, with what episodes were seen to use. */
  | ({ readonly kind: 'plan_episodes'; readonly finalist: number | null } & EpisodesPlan)
  /** Finds out what of a trial that failed before the job was resumed is recorded. */
  | { readonly kind: 'continue_trial'; readonly trialId: string }
  | {
      readonly kind: 'complete';
      readonly outcome: 'promoted' | 'rejected' | 'held';
      readonly reason: string;
      readonly noVerdict?: true;
    }
  | { readonly kind: 'fail'; readonly reason: string }
  | { readonly kind: 'return_lease' };
