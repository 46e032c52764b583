import type { TrainingJobEvent } from '../training-job.events.js';
import type { Progress, TrackedTrial, TrainingJob } from '../training-job.state.js';

type Data<Type extends TrainingJobEvent['type']> = Extract<TrainingJobEvent, { type: Type }>['data'];

const aside = (trial: TrackedTrial): TrackedTrial =>
  trial.failure === null ? trial : { ...trial, failure: null, setAside: true };

/** The job after it was resumed: as it was, with its new caps, without a lease, and with the trials that failed set aside to be continued. */
export const reopened = (job: TrainingJob, { budget }: Data<'TrainingReopened'>): TrainingJob => {
  if (job.status === 'ended_waiting')
    return {
      status: 'waiting',
      request: { ...job.request, budget },
      paused: false,
      asked: false,
      reopened: (job.reopened ?? 0) + 1,
    };
  if (job.status !== 'ended') return job;
  const { end: _end, searchTimeOver: _over, ...progress } = job;
  return {
    ...progress,
    status: 'running',
    request: { ...job.request, budget },
    trials: new Map([...job.trials].map(([id, trial]) => [id, aside(trial)])),
    leaseReturned: false,
    leaseDue: true,
    reopened: (job.reopened ?? 0) + 1,
  };
};

/** A trial of which it is known what is kept: what is missing is scheduled as trials of its own. */
export const continued = <Job extends Progress>(job: Job, { trialId, kept }: Data<'TrialContinued'>): Job => {
  const trial = job.trials.get(trialId);
  if (!trial) return job;
  const { setAside: _aside, ...known } = trial;
  return { ...job, trials: new Map(job.trials).set(trialId, { ...known, result: kept }) };
};
