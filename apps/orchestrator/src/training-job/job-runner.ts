import { nextStep, type TrainingJob, type TrainingJobCommand, type TrainingJobEvent } from '@ao/domain-orchestrator';
import type { CommandHandler, EventStore } from '@ao/event-store';
import type { LedgerCommands } from '../gate-ledger/reserve-alpha.js';
import type { Peers } from '../orchestrator.peers.js';
import { perform } from './steps.js';

export type JobCommands = CommandHandler<TrainingJobCommand, TrainingJobEvent, TrainingJob>;

/** What the runner works with. */
export interface RunnerTools {
  readonly jobs: JobCommands;
  readonly ledgers: LedgerCommands;
  readonly store: EventStore;
  readonly peers: Peers;
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
export const jobRunner = ({ jobs, ...tools }: RunnerTools): ((jobId: string, cause: Cause) => Promise<void>) => {
  const advance = async (jobId: string, { causationId }: Cause): Promise<void> => {
    let { state } = await jobs.load(jobId);
    if (state.status === 'absent') return;
    // Whatever made it look, what a job does carries the job's own id.
    const cause = { corrId: state.request.corrId, causationId };
    for (;;) {
      const step = nextStep(state);
      const command = await perform(step, {
        ...tools,
        job: state,
        call: { ...cause, subject: 'service:orchestrator' },
      });
      if (command === undefined) return;
      const before: TrainingJob = state;
      ({ state } = await jobs(jobId, command, metadataOf(cause, state)));
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
