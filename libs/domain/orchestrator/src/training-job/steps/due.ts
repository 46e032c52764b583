import { nextStep } from './next-step.js';
import type { Step } from './steps.js';
import type { TrainingJob } from '../training-job.state.js';

/** The step that is due, if it is of that kind: a late or repeated command finds another and does nothing. */
export const due = <Kind extends Step['kind']>(
  job: TrainingJob,
  kind: Kind,
): Extract<Step, { kind: Kind }> | undefined => {
  const step = nextStep(job);
  return step.kind === kind ? (step as Extract<Step, { kind: Kind }>) : undefined;
};
