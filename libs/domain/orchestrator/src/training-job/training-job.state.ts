import type { Configuration } from '@ao/kernel';
import type { GateState } from '@ao/science';
import type { Decision, LeaseGrant, TrainingRequest, Trial, TrialResult } from './training-job.events.js';

/** A trial and, once it ended, what it gave. */
export interface TrackedTrial extends Trial {
  readonly result: TrialResult | null;
  readonly failure: { readonly code: string; readonly reason: string } | null;
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
  /** Blocks observed. */
  readonly blocks: number;
  readonly gate: GateState;
}

export type Phase =
  | { readonly name: 'search' }
  | { readonly name: 'gate'; readonly finalists: readonly Finalist[]; readonly comparison: Comparison }
  | { readonly name: 'promotion'; readonly decision: Decision; readonly unitId: string | null }
  | { readonly name: 'settled'; readonly outcome: 'promoted' | 'rejected' | 'held'; readonly reason: string };

/** What a granted job carries, running, paused or ended. */
export interface Progress {
  readonly request: TrainingRequest;
  readonly lease: LeaseGrant;
  readonly incumbent: Configuration;
  readonly incumbentHash: string;
  /** Hash that the slot had; empty where the agent's defaults were in force. */
  readonly slotBaseHash: string;
  /** By trial id, in the order in which they were scheduled. */
  readonly trials: ReadonlyMap<string, TrackedTrial>;
  /** Hashes of the configurations that the search gave up. */
  readonly pruned: ReadonlySet<string>;
  /** Trials scheduled and not ended. */
  readonly open: number;
  readonly phase: Phase;
}

export type EndStatus = 'completed' | 'cancelled' | 'failed';

/** A training job by status: impossible states do not compile. */
export type TrainingJob =
  | { readonly status: 'absent' }
  | { readonly status: 'waiting'; readonly request: TrainingRequest; readonly paused: boolean; /** Whether the lease was asked for. */ readonly asked: boolean }
  | { readonly status: 'denied'; readonly request: TrainingRequest }
  | ({ readonly status: 'running' } & Progress)
  | ({ readonly status: 'paused' } & Progress)
  | ({ readonly status: 'ended'; readonly end: EndStatus; readonly leaseReturned: boolean } & Progress)
  | { readonly status: 'ended_waiting'; readonly end: EndStatus; readonly request: TrainingRequest };

/** Episodes that were scheduled, whether or not they are recorded yet: what the budget of episodes must cover. */
export const scheduledEpisodes = ({ trials }: Progress, purpose?: Trial['purpose']): number =>
  [...trials.values()].filter((trial) => purpose === undefined || trial.purpose === purpose).reduce((sum, { count }) => sum + count, 0);

/** Trials of one purpose, in order. */
export const trialsOf = ({ trials }: Progress, purpose: Trial['purpose']): TrackedTrial[] => [...trials.values()].filter((trial) => trial.purpose === purpose);
