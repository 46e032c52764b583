import { failureOf } from '@ao/event-bus';
import { isDomainError } from '@ao/kernel';
import type { Step, TrainingJob, TrainingJobCommand } from '@ao/domain-orchestrator';

/** Most characters of a reason: it becomes a fact. */
const longest = 2_000;

/** True for an error that says that the world is in the way: the step is tried again. Every other one says that it can never be done. */
export const passes = (error: unknown): boolean =>
  failureOf(error).kind === 'transient' || isDomainError(error, 'deadline_exceeded');

const messageOf = (error: unknown): string => {
  if (isDomainError(error)) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};

/** The end of a job that cannot go on, with what went wrong. */
export const failing = (what: string, error: unknown): TrainingJobCommand => ({
  type: 'FailTraining',
  data: { reason: `${what} failed: ${messageOf(error)}`.slice(0, longest) },
});

/**
 * What is said instead of a step that failed for good. A job that runs fails with the reason. A job that has ended has only to clean up: where the other
 * side refuses that, there is nothing left to clean up, and the step counts as done.
 */
export const insteadOf = (step: Step | undefined, job: TrainingJob, error: unknown): TrainingJobCommand | undefined => {
  if (job.status !== 'ended') return failing(step === undefined ? 'the next step' : `the step "${step.kind}"`, error);
  if (step?.kind === 'return_lease') return { type: 'ReturnLease', data: { leaseId: job.lease.leaseId } };
  return step?.kind === 'withdraw_candidate' ? { type: 'WithdrawCandidate', data: { unitId: step.unitId } } : undefined;
};
