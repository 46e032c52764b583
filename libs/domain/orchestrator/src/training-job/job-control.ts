import { DomainError } from '@ao/kernel';
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

/** Goes on with a paused job. */
export const resume = (job: TrainingJob): Events => {
  const known = existing(job);
  if (known.status === 'running' || (known.status === 'waiting' && !known.paused)) return nothing;
  return known.status === 'paused' || known.status === 'waiting'
    ? [{ type: 'TrainingResumed', data: {} }]
    : ended(known, 'resumed');
};

/** Ends a job that cannot go on. */
export const fail = (data: Data<'FailTraining'>, job: TrainingJob): Events =>
  job.status === 'running' || job.status === 'paused' || job.status === 'waiting'
    ? [{ type: 'TrainingFailed', data }]
    : nothing;
