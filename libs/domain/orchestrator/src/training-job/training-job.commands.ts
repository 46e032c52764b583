import type { VersionCalibration } from '@ao/science';
import type { PairedBlock } from './gate/blocks.js';
import type { RawBudget } from './start/budget.js';
import type { AlphaGrant, Incumbent, ItemRange, LeaseGrant, Say, TrialResult } from './training-job.events.js';
import type { TrainingRequest } from './start/training-request.js';

interface Asked<Type extends string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** Hash of each configuration by its canonical JSON: the edge computes them. */
export type Hashes = ReadonlyMap<string, string>;

export type TrainingJobCommand =
  | Asked<'RequestTraining', TrainingRequest>
  | Asked<'AskLease', { readonly leaseId: string }>
  | Asked<'AcceptLease', LeaseGrant & Incumbent>
  | Asked<'DenyTraining', { readonly policies: readonly string[]; readonly reason: string }>
  | Asked<'ScheduleTrials', { readonly hashes: Hashes }>
  | Asked<'EndSearch', { readonly hashes: Hashes }>
  | Asked<
      'ObserveTrial',
      {
        readonly trialId: string;
        readonly result: TrialResult;
        readonly failure: { readonly code: string; readonly reason: string } | null;
      }
    >
  | Asked<'FitCalibrator', { readonly finalist: number; readonly calibration: VersionCalibration }>
  | Asked<'AcceptAlpha', AlphaGrant & { readonly finalist: number }>
  | Asked<'CompareBlock', PairedBlock>
  | Asked<'ConfirmBlock', PairedBlock>
  | Asked<'DecidePromotion', { readonly decisionId: string; readonly unitId: string; readonly outcomesHash: string }>
  | Asked<'AskApproval', { readonly unitId: string }>
  | Asked<'ApprovePromotion', Say>
  | Asked<'DeclinePromotion', Say>
  | Asked<'StartCanary', { readonly unitId: string }>
  | Asked<
      'RecordCanary',
      { readonly unitId: string; readonly outcome: 'passed' | 'worse' | 'stopped'; readonly reason: string }
    >
  | Asked<'WithdrawCandidate', { readonly unitId: string }>
  | Asked<'RecordPromotion', { readonly unitId: string; readonly slotVersion: number }>
  | Asked<'RefusePromotion', { readonly unitId: string; readonly reason: string }>
  | Asked<'CompleteTraining'>
  | Asked<'FailTraining', { readonly reason: string }>
  | Asked<'CancelTraining', { readonly reason: string }>
  | Asked<'PauseTraining'>
  /** `budget`: what is added to the caps of a job that has ended; null for a job that is paused. */
  | Asked<'ResumeTraining', { readonly budget: RawBudget | null }>
  | Asked<'PlanEpisodes'>
  /** What of a trial that failed is kept, and what is missing. */
  | Asked<
      'ContinueTrial',
      { readonly trialId: string; readonly kept: TrialResult; readonly missing: readonly ItemRange[] }
    >
  /** The job's time is over: ends it, whatever it waits for. */
  | Asked<'EndOverdue', { readonly nowMs: number }>
  /** The search's part of the wall time is over. */
  | Asked<'EndSearchTime'>
  /** The job has not moved since then, milliseconds since 1970. */
  | Asked<'NoteStall', { readonly sinceMs: number }>
  | Asked<'ReturnLease', { readonly leaseId: string }>;

/** What a command carries. */
export type Data<Type extends TrainingJobCommand['type']> = Extract<TrainingJobCommand, { type: Type }>['data'];
