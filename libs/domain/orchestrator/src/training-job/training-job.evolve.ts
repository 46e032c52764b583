import { observeBlock, startComparison } from './gate-plan.js';
import type { Decision, TrainingJobEvent } from './training-job.events.js';
import type { EndStatus, Phase, Progress, TrackedTrial, TrainingJob } from './training-job.state.js';

export const initialJob: TrainingJob = { status: 'absent' };

type Data<Type extends TrainingJobEvent['type']> = Extract<TrainingJobEvent, { type: Type }>['data'];
type Active = Extract<TrainingJob, { status: 'running' | 'paused' }>;

const isActive = (job: TrainingJob): job is Active => job.status === 'running' || job.status === 'paused';

const withTrial = <Job extends Progress>(job: Job, trial: TrackedTrial, open: number): Job => ({ ...job, trials: new Map(job.trials).set(trial.trialId, trial), open });

const scheduled = (job: Active, { context: _context, ...trial }: Data<'TrialScheduled'>): Active => withTrial(job, { ...trial, result: null, failure: null }, job.open + 1);

const trialEnded = <Job extends TrainingJob & Progress>(job: Job, { trialId, result, failure }: Data<'TrialEnded'>): Job => {
  const trial = job.trials.get(trialId);
  return trial ? withTrial(job, { ...trial, result, failure }, job.open - 1) : job;
};

const searchEnded = (job: Active, { finalists, reason }: Data<'SearchEnded'>): Active => {
  const phase: Phase = finalists.length === 0 ? { name: 'settled', outcome: 'rejected', reason } : { name: 'gate', finalists, comparison: startComparison(job, 0) };
  return { ...job, phase };
};

const blockCompared = (job: Active, { candidate, incumbent }: Data<'BlockCompared'>): Active => {
  if (job.phase.name !== 'gate') return job;
  const { comparison } = job.phase;
  return { ...job, phase: { ...job.phase, comparison: { ...comparison, blocks: comparison.blocks + 1, gate: observeBlock(comparison.gate, candidate, incumbent) } } };
};

/** After a promoted candidate the unit is due; after another the next finalist, while error and budget are left for it. */
const decided = (job: Active, decision: Decision): Active => {
  if (job.phase.name !== 'gate') return job;
  if (decision.outcome === 'promoted') return { ...job, phase: { name: 'promotion', decision, unitId: null } };
  const next = job.phase.comparison.finalist + 1;
  const comparison = startComparison(job, next);
  if (next < job.phase.finalists.length && comparison.gate.policy.maxPairs >= comparison.gate.policy.minPairs) return { ...job, phase: { ...job.phase, comparison } };
  return { ...job, phase: { name: 'settled', outcome: decision.outcome, reason: decision.reason } };
};

const settled = (job: Active, outcome: 'promoted' | 'held', reason: string): Active => ({ ...job, phase: { name: 'settled', outcome, reason } });

const suggested = (job: Active, unitId: string): Active => (job.phase.name === 'promotion' ? { ...job, phase: { ...job.phase, unitId } } : job);

const end = (job: TrainingJob, status: EndStatus): TrainingJob => {
  if (isActive(job)) return { ...job, status: 'ended', end: status, leaseReturned: false };
  return job.status === 'waiting' ? { status: 'ended_waiting', end: status, request: job.request } : job;
};

const started = (job: TrainingJob, data: Data<'LeaseAccepted'>): TrainingJob => {
  if (job.status !== 'waiting') return job;
  const { incumbent, incumbentHash, slotBaseHash, ...lease } = data;
  const progress: Progress = { request: job.request, lease, incumbent, incumbentHash, slotBaseHash, trials: new Map(), pruned: new Set(), open: 0, phase: { name: 'search' } };
  return { status: 'running', ...progress };
};

const paused = (job: TrainingJob, on: boolean): TrainingJob => {
  if (job.status === 'waiting') return { ...job, paused: on };
  return isActive(job) ? { ...job, status: on ? 'paused' : 'running' } : job;
};

const active = (job: Active, event: TrainingJobEvent): TrainingJob => {
  switch (event.type) {
    case 'TrialScheduled':
      return scheduled(job, event.data);
    case 'CandidatePruned':
      return { ...job, pruned: new Set(job.pruned).add(event.data.configurationHash) };
    case 'SearchEnded':
      return searchEnded(job, event.data);
    case 'BlockCompared':
      return blockCompared(job, event.data);
    case 'PromotionDecided':
      return decided(job, event.data);
    case 'UnitSuggested':
      return suggested(job, event.data.unitId);
    default:
      return promotionSettled(job, event);
  }
};

const promotionSettled = (job: Active, event: TrainingJobEvent): TrainingJob => {
  if (event.type === 'UnitPromoted') return settled(job, 'promoted', job.phase.name === 'promotion' ? job.phase.decision.reason : '');
  return event.type === 'PromotionRefused' ? settled(job, 'held', `proven better, but not promoted: ${event.data.reason}`) : job;
};

// One case an event: the length is the vocabulary's, not the logic's.
// eslint-disable-next-line complexity
export const evolve = (job: TrainingJob, event: TrainingJobEvent): TrainingJob => {
  switch (event.type) {
    case 'TrainingRequested':
      return { status: 'waiting', request: event.data, paused: false, asked: false };
    case 'LeaseAsked':
      return job.status === 'waiting' ? { ...job, asked: true } : job;
    case 'LeaseAccepted':
      return started(job, event.data);
    case 'TrainingDenied':
      return job.status === 'waiting' ? { status: 'denied', request: job.request } : job;
    case 'TrainingPaused':
      return paused(job, true);
    case 'TrainingResumed':
      return paused(job, false);
    case 'TrainingCancelled':
      return end(job, 'cancelled');
    case 'TrainingFailed':
      return end(job, 'failed');
    case 'TrainingCompleted':
      return end(job, 'completed');
    case 'LeaseReturned':
      return job.status === 'ended' ? { ...job, leaseReturned: true } : job;
    case 'TrialEnded':
      return job.status === 'ended' || isActive(job) ? trialEnded(job, event.data) : job;
    default:
      return isActive(job) ? active(job, event) : job;
  }
};
