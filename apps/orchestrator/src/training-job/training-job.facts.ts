import type { DecodedFact } from '@ao/contracts';
import type { RecordedEvent } from '@ao/event-store';
import type { TrainingJobEvent } from '@ao/domain-orchestrator';
import { hintsMessage, requestedFact } from './requested.facts.js';

type Data<Type extends TrainingJobEvent['type']> = Extract<TrainingJobEvent, { type: Type }>['data'];

const jobIdOf = (stream: string): string => stream.slice('job-'.length);

const scheduled = (jobId: string, { context, ...trial }: Data<'TrialScheduled'>): DecodedFact => ({
  type: 'orchestrator.trial.scheduled',
  data: {
    ...trial,
    ...context,
    runsPerItem: trial.runs ?? 1,
    maxConcurrency: context.maxConcurrency ?? 0,
    // What is missing of one arm alone runs alone.
    pair: trial.continues === undefined ? (trial.pair ?? '') : '',
    reservedItems: context.reservedItems ?? 0,
    reserveTokensPerEpisode: context.reserveTokensPerEpisode ?? 0,
    reserveCostMicrosPerEpisode: context.reserveCostMicrosPerEpisode ?? 0,
    jobId,
    splits: [...context.splits],
    leaseId: context.lease.leaseId,
    fencingToken: context.lease.fencingToken,
    leaseExpiresAtMs: context.lease.expiresAtMs,
  },
});

const decided = (jobId: string, data: Data<'PromotionDecided'>): DecodedFact => ({
  type: 'promotion.decided',
  data: {
    ...data,
    jobId,
    candidate: { ...data.candidate },
    incumbent: { ...data.incumbent },
    evidence: data.evidence === null ? undefined : { ...data.evidence },
    gain: data.gain ?? undefined,
    outcomesHash: data.outcomesHash ?? '',
  },
});

const calibrated = (jobId: string, { configurationHash, calibration }: Data<'CalibratorFitted'>): DecodedFact => ({
  type: 'agent.calibrated',
  data: { jobId, configurationHash, calibration: { ...calibration } },
});

type Facts = { readonly [Type in TrainingJobEvent['type']]?: (jobId: string, data: Data<Type>) => DecodedFact };

/** One line a fact; an event without one stays home. */
const facts: Facts = {
  TrainingRequested: (_, data) => requestedFact(data),
  LeaseAsked: (jobId, { leaseId }) => ({ type: 'orchestrator.job.waiting', data: { jobId, leaseId } }),
  LeaseAccepted: (jobId, { leaseId, incumbent }) => ({
    type: 'orchestrator.job.started',
    data: { jobId, leaseId, incumbent: { ...incumbent } },
  }),
  HintsApplied: (jobId, { hints }) => ({ type: 'governor.hints.applied', data: { jobId, hints: hintsMessage(hints) } }),
  TrainingDenied: (jobId, { policies, reason }) => ({
    type: 'orchestrator.job.denied',
    data: { jobId, policies: [...policies], reason },
  }),
  TrialScheduled: scheduled,
  CandidatePruned: (jobId, data) => ({ type: 'orchestrator.trial.pruned', data: { jobId, ...data } }),
  CalibratorFitted: calibrated,
  PromotionDecided: decided,
  UnitSuggested: (jobId, data) => ({ type: 'logic.unit.suggested', data: { jobId, ...data, patch: [...data.patch] } }),
  ApprovalAsked: (jobId, data) => ({ type: 'promotion.approval.asked', data: { jobId, ...data } }),
  PromotionApproved: (jobId, data) => ({ type: 'promotion.approved', data: { jobId, ...data } }),
  PromotionDeclined: (jobId, data) => ({ type: 'promotion.declined', data: { jobId, ...data } }),
  TrainingPaused: (jobId) => ({ type: 'orchestrator.job.paused', data: { jobId } }),
  TrainingResumed: (jobId) => ({ type: 'orchestrator.job.resumed', data: { jobId, budget: undefined } }),
  TrainingReopened: (jobId, { budget }) => ({
    type: 'orchestrator.job.resumed',
    data: { jobId, budget: { ...budget } },
  }),
  TrainingCancelled: (jobId, { reason }) => ({ type: 'orchestrator.job.cancelled', data: { jobId, reason } }),
  TrainingStalled: (jobId, data) => ({ type: 'orchestrator.job.stalled', data: { jobId, ...data } }),
  TrainingFailed: (jobId, { reason }) => ({ type: 'orchestrator.job.failed', data: { jobId, reason } }),
  TrainingCompleted: (jobId, data) => ({ type: 'orchestrator.job.completed', data: { jobId, ...data } }),
};

const factOf = <Type extends TrainingJobEvent['type']>(
  jobId: string,
  { type, data }: { readonly type: Type; readonly data: Data<Type> },
): DecodedFact | undefined => facts[type]?.(jobId, data);

/** Private event -> public fact; some events stay home. */
export const trainingJobFacts = ({ stream, event }: RecordedEvent<TrainingJobEvent>): DecodedFact | undefined =>
  factOf(jobIdOf(stream), event as never);
