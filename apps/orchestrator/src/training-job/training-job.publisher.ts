import type { DecodedFact } from '@ao/contracts';
import type { RecordedEvent } from '@ao/event-store';
import type { Budget, Hints, TrainingJobEvent, TrainingRequest } from '@ao/domain-orchestrator';

type Data<Type extends TrainingJobEvent['type']> = Extract<TrainingJobEvent, { type: Type }>['data'];

const jobIdOf = (stream: string): string => stream.slice('job-'.length);

const budget = ({ episodes, tokens, costMicros, wallMs }: Budget) => ({ episodes, tokens, costMicros, wallMs });

const hintsMessage = ({ preset, mode, diversity, recency, compression, budget: share, episodes }: Hints) => ({
  preset,
  mode,
  diversity,
  recency: recency ?? undefined,
  compression: compression ?? undefined,
  budget: share,
  episodes: episodes ?? undefined,
});

const requested = (data: TrainingRequest): DecodedFact => ({
  type: 'orchestrator.job.requested',
  data: {
    jobId: data.jobId,
    category: 'agent_training',
    miniAgent: data.agent.id,
    agentVersion: data.agent.version,
    taskSet: `${data.taskSet.name}@${data.taskSet.hash}`,
    goal: data.goal,
    strategy: { ...data.strategy },
    budget: budget(data.budget),
    seed: data.seed,
    hints: hintsMessage(data.hints),
    topics: [...data.topics],
    tags: [...data.tags],
    slot: data.slot,
    subject: data.subject,
  },
});

const scheduled = (jobId: string, { context, ...trial }: Data<'TrialScheduled'>): DecodedFact => ({
  type: 'orchestrator.trial.scheduled',
  data: {
    ...trial,
    ...context,
    jobId,
    splits: [...context.splits],
    leaseId: context.lease.leaseId,
    fencingToken: context.lease.fencingToken,
    leaseExpiresAtMs: context.lease.expiresAtMs,
  },
});

const decided = (jobId: string, data: Data<'PromotionDecided'>): DecodedFact => ({
  type: 'promotion.decided',
  data: { ...data, jobId, candidate: { ...data.candidate }, incumbent: { ...data.incumbent }, evidence: data.evidence === null ? undefined : { ...data.evidence } },
});

// One case an event: the length is the vocabulary's, not the logic's.
// eslint-disable-next-line complexity
const factOf = (jobId: string, event: TrainingJobEvent): DecodedFact | undefined => {
  switch (event.type) {
    case 'TrainingRequested':
      return requested(event.data);
    case 'LeaseAsked':
      return { type: 'orchestrator.job.waiting', data: { jobId, leaseId: event.data.leaseId } };
    case 'LeaseAccepted':
      return { type: 'orchestrator.job.started', data: { jobId, leaseId: event.data.leaseId, incumbent: { ...event.data.incumbent } } };
    case 'HintsApplied':
      return { type: 'governor.hints.applied', data: { jobId, hints: hintsMessage(event.data.hints) } };
    case 'TrainingDenied':
      return { type: 'orchestrator.job.denied', data: { jobId, policies: [...event.data.policies], reason: event.data.reason } };
    case 'TrialScheduled':
      return scheduled(jobId, event.data);
    case 'CandidatePruned':
      return { type: 'orchestrator.trial.pruned', data: { jobId, ...event.data } };
    case 'PromotionDecided':
      return decided(jobId, event.data);
    case 'UnitSuggested':
      return { type: 'logic.unit.suggested', data: { jobId, ...event.data, patch: [...event.data.patch] } };
    case 'TrainingPaused':
      return { type: 'orchestrator.job.paused', data: { jobId } };
    case 'TrainingResumed':
      return { type: 'orchestrator.job.resumed', data: { jobId } };
    case 'TrainingCancelled':
      return { type: 'orchestrator.job.cancelled', data: { jobId, reason: event.data.reason } };
    case 'TrainingFailed':
      return { type: 'orchestrator.job.failed', data: { jobId, reason: event.data.reason } };
    case 'TrainingCompleted':
      return { type: 'orchestrator.job.completed', data: { jobId, ...event.data } };
    case 'TrialEnded':
    case 'SearchEnded':
    case 'BlockCompared':
    case 'UnitPromoted':
    case 'PromotionRefused':
    case 'LeaseReturned':
      return undefined;
  }
};

/** Private event -> public fact; some events stay home. */
export const publishTrainingJob = ({ stream, event }: RecordedEvent<TrainingJobEvent>): DecodedFact | undefined => factOf(jobIdOf(stream), event);
