import { evolveGate } from './gate/gate.evolve.js';
import { evolvePromotion } from './promotion/promotion.evolve.js';
import { searchBudget } from './search/search-plan.js';
import { continued, reopened } from './resume/reopened.evolve.js';
import type { TrainingJobEvent } from './training-job.events.js';
import type { EndStatus, Progress, TrackedTrial, TrainingJob } from './training-job.state.js';

export const initialJob: TrainingJob = { status: 'absent' };

type Data<Type extends TrainingJobEvent['type']> = Extract<TrainingJobEvent, { type: Type }>['data'];
type Active = Extract<TrainingJob, { status: 'running' | 'paused' }>;
type Granted = Extract<TrainingJob, Progress>;

const isActive = (job: TrainingJob): job is Active => job.status === 'running' || job.status === 'paused';
const isGranted = (job: TrainingJob): job is Granted => isActive(job) || job.status === 'ended';

const withTrial = <Job extends Progress>(job: Job, trial: TrackedTrial, open: number): Job => ({
  ...job,
  trials: new Map(job.trials).set(trial.trialId, trial),
  open,
});

/** The first round of the search fixes how many episodes it has: all of its rounds follow from that. */
const withSearchFixed = (job: Active, { purpose, round }: Pick<TrackedTrial, 'purpose' | 'round'>): Active =>
  purpose === 'search' && round >= 0 && job.searchEpisodes === undefined
    ? { ...job, searchEpisodes: searchBudget(job) }
    : job;

const scheduled = (job: Active, { context, ...trial }: Data<'TrialScheduled'>): Active =>
  withTrial(
    withSearchFixed(job, trial),
    { ...trial, reservedItems: context.reservedItems ?? 0, result: null, failure: null },
    job.open + 1,
  );

const trialEnded = <Job extends Progress>(job: Job, { trialId, result, failure }: Data<'TrialEnded'>): Job => {
  const trial = job.trials.get(trialId);
  return trial ? withTrial(job, { ...trial, result, failure }, job.open - 1) : job;
};

const end = (job: TrainingJob, status: EndStatus): TrainingJob => {
  if (isActive(job)) return { ...job, status: 'ended', end: status };
  return job.status === 'waiting'
    ? { status: 'ended_waiting', end: status, request: job.request, reopened: job.reopened }
    : job;
};

/** A job that was resumed has its new lease; what it is compared with stays. */
const leased = (job: Active, { leaseId, fencingToken, expiresAtMs }: Data<'LeaseAccepted'>): Active =>
  job.leaseDue ? { ...job, lease: { leaseId, fencingToken, expiresAtMs }, leaseDue: false } : job;

const started = (job: TrainingJob, data: Data<'LeaseAccepted'>): TrainingJob => {
  if (isActive(job)) return leased(job, data);
  if (job.status !== 'waiting') return job;
  const { incumbent, incumbentHash, slotBaseHash, incumbentCalibration = null, ...lease } = data;
  const nothingYet = {
    leaseReturned: false,
    trials: new Map(),
    pruned: new Set<string>(),
    open: 0,
    candidateUnit: null,
    phase: { name: 'search' },
  } as const;
  return {
    status: 'running',
    request: job.request,
    lease,
    incumbent,
    incumbentHash,
    slotBaseHash,
    incumbentCalibration,
    ...nothingYet,
    ...(job.reopened === undefined ? {} : { reopened: job.reopened }),
  };
};

const paused = (job: TrainingJob, on: boolean): TrainingJob => {
  if (job.status === 'waiting') return { ...job, paused: on };
  return isActive(job) ? { ...job, status: on ? 'paused' : 'running' } : job;
};

const active = (job: Active, event: TrainingJobEvent): TrainingJob => {
  switch (event.type) {
    case 'TrialScheduled':
      return scheduled(job, event.data);
    case 'EpisodesPlanned':
      return { ...job, plan: event.data };
    case 'TrialContinued':
      return continued(job, event.data);
    case 'SearchTimeOver':
      return { ...job, searchTimeOver: true };
    case 'CandidatePruned':
      return { ...job, pruned: new Set(job.pruned).add(event.data.configurationHash) };
    default:
      return evolvePromotion(evolveGate(job, event), event);
  }
};

/** What may still happen after the end, or whatever the status. */
const granted = (job: Granted, event: TrainingJobEvent): TrainingJob => {
  switch (event.type) {
    case 'LeaseReturned':
      return { ...job, leaseReturned: true };
    case 'TrialEnded':
      return trialEnded(job, event.data);
    case 'CandidateWithdrawn':
      return { ...job, candidateUnit: null };
    default:
      return isActive(job) ? active(job, event) : job;
  }
};

// One case an event: the length is the vocabulary's, not the logic's.
// eslint-disable-next-line complexity -- one line a case
const moved = (job: TrainingJob, event: TrainingJobEvent): TrainingJob => {
  switch (event.type) {
    case 'TrainingRequested':
      return { status: 'waiting', request: event.data, paused: false, asked: false };
    case 'LeaseAsked':
      return job.status === 'waiting' ? { ...job, asked: true } : job;
    case 'LeaseAccepted':
      return started(job, event.data);
    case 'TrainingDenied':
      return job.status === 'waiting' ? { status: 'denied', request: job.request } : job;
    case 'TrainingReopened':
      return reopened(job, event.data);
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
    default:
      return isGranted(job) ? granted(job, event) : job;
  }
};

const stalled = (job: TrainingJob, { sinceMs: stalledSinceMs }: Data<'TrainingStalled'>): TrainingJob =>
  job.status === 'waiting' || isActive(job) ? { ...job, stalledSinceMs } : job;

/** A job that moves does not stand still any more. */
const unstalled = (job: TrainingJob): TrainingJob =>
  'stalledSinceMs' in job && job.stalledSinceMs !== undefined ? { ...job, stalledSinceMs: undefined } : job;

/**
 * The job after an event. A history that cannot be followed, such as outcomes that no gate takes, is a fault of the job and not of who reads it:
 * the job then fails with the reason, and can still be loaded, shown and ended.
 */
export const evolve = (job: TrainingJob, event: TrainingJobEvent): TrainingJob => {
  if (event.type === 'TrainingStalled') return stalled(job, event.data);
  try {
    return unstalled(moved(job, event));
  } catch (error) {
    return isActive(job) ? { ...job, fault: `${event.type} cannot be followed: ${(error as Error).message}` } : job;
  }
};
