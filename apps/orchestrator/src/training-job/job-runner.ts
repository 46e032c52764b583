import {
  nextStep,
  type Step,
  type TrainingJob,
  type TrainingJobCommand,
  type TrainingJobEvent,
} from '@ao/domain-orchestrator';
import type { CommandHandler, EventStore } from '@ao/event-store';
import type { Logger } from '@ao/observability';
import type { LedgerCommands } from '../gate-ledger/reserve-alpha.js';
import type { Peers } from '../orchestrator.peers.js';
import { failing, insteadOf, passes } from './step-failure.js';
import { perform } from './steps.js';

export type JobCommands = CommandHandler<TrainingJobCommand, TrainingJobEvent, TrainingJob>;

/** What the runner works with. */
export interface RunnerTools {
  readonly jobs: JobCommands;
  readonly ledgers: LedgerCommands;
  readonly store: EventStore;
  readonly peers: Peers;
  readonly logger: Pick<Logger, 'error'>;
}

/** What made the runner look at a job. */
export interface Cause {
  readonly corrId: string;
  readonly causationId: string;
}

const metadataOf = ({ corrId, causationId }: Cause, job: TrainingJob) => ({
  corrId,
  causationId,
  subject: 'service:orchestrator',
  ...('lease' in job ? { leaseId: job.lease.leaseId } : {}),
});

/**
 * Takes a job as far as it goes now: asks for the next step, does it, records it, asks again. Every step is idempotent, so a process
 * that dies in the middle is followed by one that asks again. One advance a job at a time in this process.
 */
export const jobRunner = ({
  jobs,
  logger,
  ...tools
}: RunnerTools): ((jobId: string, cause: Cause) => Promise<void>) => {
  /** The job after the step that is due: the same object where nothing is due, or nothing came of it. A step that can never be done ends the job with the reason. */
  const takeStep = async (jobId: string, job: TrainingJob, cause: Cause): Promise<TrainingJob> => {
    let step: Step | undefined;
    try {
      step = nextStep(job);
      const command = await perform(step, { ...tools, job, call: { ...cause, subject: 'service:orchestrator' } });
      return command === undefined ? job : (await jobs(jobId, command, metadataOf(cause, job))).state;
    } catch (error) {
      if (passes(error)) throw error;
      logger.error({ err: error, job_id: jobId, step: step?.kind }, 'a step of a job failed for good');
      const command = insteadOf(step, job, error);
      return command === undefined ? job : (await jobs(jobId, command, metadataOf(cause, job))).state;
    }
  };
  const advance = async (jobId: string, { causationId }: Cause): Promise<void> => {
    let { state } = await jobs.load(jobId);
    if (state.status === 'absent') return;
    // Whatever made it look, what a job does carries the job's own id.
    const cause = { corrId: state.request.corrId, causationId };
    for (;;) {
      const before: TrainingJob = state;
      state = await takeStep(jobId, before, cause);
      if (state === before) return;
    }
  };
  const running = new Map<string, Promise<void>>();
  return (jobId, cause) => {
    const turn = (running.get(jobId) ?? Promise.resolve()).catch(() => undefined).then(() => advance(jobId, cause));
    running.set(jobId, turn);
    const done = (): void => void (running.get(jobId) === turn && running.delete(jobId));
    turn.then(done, done);
    return turn;
  };
};

/** Does something for a job; an error that will not pass fails the job with the reason, so that no fact of it lies in the dead letters while the job says that it runs. */
export const orFail = async (
  { jobs, logger }: Pick<RunnerTools, 'jobs' | 'logger'>,
  { jobId, what }: { readonly jobId: string; readonly what: string },
  cause: Cause,
  doing: () => Promise<void>,
): Promise<void> => {
  try {
    await doing();
  } catch (error) {
    if (passes(error)) throw error;
    logger.error({ err: error, job_id: jobId }, `${what} failed for good`);
    await jobs(jobId, failing(what, error), { ...cause, subject: 'service:orchestrator' });
  }
};
