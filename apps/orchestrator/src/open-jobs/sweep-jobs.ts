import { v7 as uuid } from 'uuid';
import type { TrainingJobCommand } from '@ao/domain-orchestrator';
import type { Logger } from '@ao/observability';
import type { Sql } from '@ao/postgres';
import type { JobCommands } from '../training-job/job-runner.js';
import { dueJobs, searchTold } from './open-jobs.store.js';

/** How the sweep works. */
export interface SweepOptions {
  readonly sql: Sql;
  readonly jobs: JobCommands;
  readonly logger: Logger;
  /** Milliseconds between two sweeps. */
  readonly everyMs: number;
  /** A job that has not moved for so long is said to stand still; milliseconds. */
  readonly stallMs: number;
  readonly now?: () => number;
}

/** A sweep that runs. */
export interface Sweep {
  /** Lets the sweep under way finish, and stops. */
  close(): Promise<void>;
}

const send = async ({ jobs, logger }: SweepOptions, jobId: string, command: TrainingJobCommand): Promise<boolean> => {
  try {
    const { state } = await jobs.load(jobId);
    const corrId = state.status === 'absent' ? uuid() : state.request.corrId;
    await jobs(jobId, command, { corrId, causationId: corrId, subject: 'service:orchestrator' });
    return true;
  } catch (error) {
    logger.warn(
      { err: error, job_id: jobId, command: command.type },
      'an open job could not be told; it is told again',
    );
    return false;
  }
};

/** Ends what is overdue, ends searches whose part of the time is over, and says which jobs stand still: one look at the index, nothing for the others. */
export const sweepOnce = async (options: SweepOptions): Promise<void> => {
  const { sql, stallMs, now = Date.now } = options;
  const nowMs = now();
  const { overdue, searchOver, stalled } = await dueJobs(sql, new Date(nowMs), new Date(nowMs - stallMs));
  for (const jobId of overdue) await send(options, jobId, { type: 'EndOverdue', data: { nowMs } });
  for (const jobId of searchOver)
    if (await send(options, jobId, { type: 'EndSearchTime', data: {} })) await searchTold(sql, jobId);
  for (const { jobId, movedAt } of stalled)
    await send(options, jobId, { type: 'NoteStall', data: { sinceMs: movedAt.getTime() } });
};

/** Sweeps again and again. Any number of processes may: each command changes a job once. */
export const sweepJobs = (options: SweepOptions): Sweep => {
  let under: Promise<void> | undefined;
  const sweep = (): void => {
    under ??= sweepOnce(options)
      .catch((error: unknown) => options.logger.warn({ err: error }, 'open jobs could not be swept; trying again'))
      .finally(() => {
        under = undefined;
      });
  };
  const timer = setInterval(sweep, options.everyMs);
  return {
    close: async () => {
      clearInterval(timer);
      await under;
    },
  };
};
