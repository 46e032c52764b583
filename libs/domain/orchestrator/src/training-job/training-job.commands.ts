import type { Configuration } from '@ao/kernel';
import type { BlockOutcomes, LeaseGrant, TrainingRequest, TrialResult } from './training-job.events.js';

interface Asked<Type extends string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** Hash of each configuration by its canonical JSON: the edge computes them. */
export type Hashes = ReadonlyMap<string, string>;

export type TrainingJobCommand =
  | Asked<'RequestTraining', TrainingRequest>
  | Asked<'AskLease', { readonly leaseId: string }>
  | Asked<'AcceptLease', LeaseGrant & { readonly incumbent: Configuration; readonly incumbentHash: string; readonly slotBaseHash: string }>
  | Asked<'DenyTraining', { readonly policies: readonly string[]; readonly reason: string }>
  | Asked<'ScheduleTrials', { readonly hashes: Hashes }>
  | Asked<'EndSearch', { readonly hashes: Hashes }>
  | Asked<'ObserveTrial', { readonly trialId: string; readonly result: TrialResult; readonly failure: { readonly code: string; readonly reason: string } | null }>
  | Asked<'CompareBlock', { readonly finalist: number; readonly block: number; readonly itemIds: readonly string[]; readonly candidate: BlockOutcomes; readonly incumbent: BlockOutcomes }>
  | Asked<'DecidePromotion', { readonly decisionId: string; readonly unitId: string }>
  | Asked<'RecordPromotion', { readonly unitId: string; readonly slotVersion: number }>
  | Asked<'RefusePromotion', { readonly unitId: string; readonly reason: string }>
  | Asked<'CompleteTraining'>
  | Asked<'FailTraining', { readonly reason: string }>
  | Asked<'CancelTraining', { readonly reason: string }>
  | Asked<'PauseTraining'>
  | Asked<'ResumeTraining'>
  | Asked<'ReturnLease', { readonly leaseId: string }>;
