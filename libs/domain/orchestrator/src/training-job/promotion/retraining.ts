import type { TaskSetSnapshot, TrainingRequest } from '../start/training-request.js';

/** What is new about a training that is asked for again. */
export interface Retraining {
  readonly jobId: string;
  /** The unit that was found stale. */
  readonly unitId: string;
  /** The newest version of the same task set. */
  readonly taskSet: TaskSetSnapshot;
  readonly seed: number;
  readonly corrId: string;
}

/** The training that made a version, asked for again because the version is stale. The same unit always gives the same request but for its seed. */
export const retraining = (
  before: TrainingRequest,
  { jobId, unitId, taskSet, seed, corrId }: Retraining,
): TrainingRequest => ({
  ...before,
  jobId,
  taskSet,
  seed,
  corrId,
  tags: [...before.tags.filter((tag) => !tag.startsWith('retraining_of:')), `retraining_of:${unitId}`],
  fingerprint: `retraining of ${unitId}`,
});
