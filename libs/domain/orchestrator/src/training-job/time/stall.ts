import { nextStep } from '../steps/next-step.js';
import type { Data } from '../training-job.commands.js';
import type { TrainingJobEvent } from '../training-job.events.js';
import type { Progress, TrainingJob } from '../training-job.state.js';

type Events = readonly TrainingJobEvent[];

const openTrials = ({ trials, open }: Progress): string => {
  const names = [...trials.values()].filter(({ result }) => result === null).map(({ trialId }) => trialId);
  return `${open} of ${trials.size} trials, among them ${names.slice(0, 3).join(', ')}`;
};

/** True for a job that others keep waiting on purpose: somebody who paused it, a person who decides, the traffic of a canary. */
const waitsOnPurpose = (job: TrainingJob): boolean => {
  if (job.status === 'waiting') return job.paused;
  if (job.status !== 'running') return true;
  return job.phase.name === 'promotion' && (job.phase.stage === 'asked' || job.phase.stage === 'canary');
};

/** What a job that has not moved waits for, in words: a step of its own, or trials. */
export const waitsFor = (job: TrainingJob): string => {
  const step = nextStep(job);
  if (step.kind !== 'wait') return `the step "${step.kind}"`;
  return 'trials' in job && job.open > 0 ? openTrials(job) : 'nothing that is known';
};

/** Says of a job that it has not moved since a time. Once for each standstill; nothing for a job that waits on purpose. */
export const noteStall = ({ sinceMs }: Data<'NoteStall'>, job: TrainingJob): Events => {
  if (waitsOnPurpose(job) || !('request' in job)) return [];
  if ('stalledSinceMs' in job && job.stalledSinceMs === sinceMs) return [];
  return [{ type: 'TrainingStalled', data: { sinceMs, waitsFor: waitsFor(job) } }];
};
