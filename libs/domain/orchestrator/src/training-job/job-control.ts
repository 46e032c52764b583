import { DomainError } from '@ao/kernel';
import { reopen } from './resume/resume-ended.js';
import type { RawBudget } from './start/budget.js';
import type { Data } from './training-job.commands.js';
import type { TrainingJobEvent } from './training-job.events.js';
import type { TrainingJob } from './training-job.state.js';

type Events = readonly TrainingJobEvent[];

const nothing: Events = [];

const existing = (job: TrainingJob): Exclude<TrainingJob, { status: 'absent' }> => {
  if (job.status === 'absent') throw new DomainError('not_found', 'there is no such training job');
  return job;
};

/** Ends a job that has not ended. */
export const cancel = (data: Data<'CancelTraining'>, job: TrainingJob): Events => {
  const known = existing(job);
  switch (known.status) {
    case 'waiting':
    case 'running':
    case 'paused':
      return [{ type: 'TrainingCancelled', data }];
    case 'ended':
    case 'ended_waiting':
      if (known.end === 'cancelled') return nothing;
      throw new DomainError(
        'failed_precondition',
        `the job is ${known.end}: only a job that has not ended can be cancelled`,
      );
    case 'denied':
      throw new DomainError(
        'failed_precondition',
        'the job was denied: only a job that has not ended can be cancelled',
      );
  }
};

const ended = (job: TrainingJob, verb: string): never => {
  throw new DomainError(
    'failed_precondition',
    `the job has ended (${'end' in job ? job.end : job.status}): only a job that has not ended can be ${verb}`,
  );
};

/** Stops intake until resumed. */
export const pause = (job: TrainingJob): Events => {
  const known = existing(job);
  if (known.status === 'paused' || (known.status === 'waiting' && known.paused)) return nothing;
  return known.status === 'running' || known.status === 'waiting'
    ? [{ type: 'TrainingPaused', data: {} }]
    : ended(known, 'paused');
};

/** The same request again, of a job that goes on already, changes nothing. */
const noBudget = (budget: RawBudget | null, { reopened }: { readonly reopened?: number }): void => {
  if (reopened === undefined && budget !== null && Object.values(budget).some((amount) => amount !== 0))
    throw new DomainError('invalid_argument', 'the job has not ended: its budget stands', [
      { path: 'budget', message: 'must be absent: only a job that has ended is resumed with a budget' },
    ]);
};

const unpause = (job: Exclude<TrainingJob, { status: 'absent' }>): Events => {
  if (job.status === 'running' || (job.status === 'waiting' && !job.paused)) return nothing;
  return job.status === 'paused' || job.status === 'waiting'
    ? [{ type: 'TrainingResumed', data: {} }]
    : ended(job, 'resumed');
};

/** Goes on with a paused job, or with one that has ended without a verdict. */
export const resume = ({ budget }: Data<'ResumeTraining'>, job: TrainingJob): Events => {
  const known = existing(job);
  if (known.status === 'ended' || known.status === 'ended_waiting') return reopen(known, budget ?? {});
  noBudget(budget, 'reopened' in known ? known : {});
  return unpause(known);
};

/** Ends a job that cannot go on. */
export const fail = (data: Data<'FailTraining'>, job: TrainingJob): Events =>
  job.status === 'running' || job.status === 'paused' || job.status === 'waiting'
    ? [{ type: 'TrainingFailed', data }]
    : nothing;
