import type { DecodedFact, orchestrator } from '@ao/contracts';
import type { DeliveredFact } from '@ao/event-bus';
import type { EventMetadata } from '@ao/event-store';
import { lockUntilCommit, type Database } from '../database.js';
import type { Sql } from '@ao/postgres';
import { forgetOrdersOf } from '../trial/item-order.store.js';
import { startTrial } from '../trial/start-trial.js';
import { trialSpecOf } from '../trial/trial-spec.js';
import { giveUpTrialsOf } from '../trial/trial.store.js';
import { isReopened, jobLock, reopenJob, saveJobStatus } from './job.store.js';

/** What the reaction tells the workers of this process; those of others find out by themselves. */
export interface Workers {
  wake(): void;
  pauseJob(jobId: string): void;
  endJob(jobId: string): void;
}

const metadataOf = ({ corrId, id, traceparent }: DeliveredFact): EventMetadata => ({
  corrId,
  causationId: id,
  subject: 'service:evaluation-harness',
  ...(traceparent === undefined ? {} : { traceparent }),
});

/** A job that was paused, or one that had ended, goes on. */
const resumeJob = (sql: Sql, { jobId, budget }: orchestrator.JobResumed, version: number): Promise<void> =>
  budget === undefined ? saveJobStatus(sql, jobId, 'running') : reopenJob(sql, jobId, version);

/** What is heard again of an end before the job was resumed is old. */
const endJob = async (
  { sql, log }: Database,
  workers: Workers,
  { type, data: { jobId } }: { readonly type: string; readonly data: { readonly jobId: string } },
  version: number,
): Promise<void> => {
  if (await isReopened(sql, jobId, version)) return;
  const reason = `job ${jobId} has ended (${type})`;
  await log.transaction(async (tx) => {
    await lockUntilCommit(tx, jobLock(jobId));
    await saveJobStatus(tx, jobId, 'ended');
    await giveUpTrialsOf(tx, jobId, { code: 'aborted', reason });
  });
  await forgetOrdersOf(sql, jobId);
  workers.endJob(jobId);
};

/**
 * The harness's answer to the facts of jobs: starts the trials that were scheduled, and follows pause, resume and end. The same fact
 * again changes nothing.
 */
export const onJobFacts =
  (database: Database, workers: Workers, sliceSize: number) =>
  async (fact: DecodedFact, delivered: DeliveredFact): Promise<void> => {
    switch (fact.type) {
      case 'orchestrator.trial.scheduled':
        await startTrial(database, trialSpecOf(fact.data), metadataOf(delivered), sliceSize);
        return workers.wake();
      case 'orchestrator.job.paused':
        await saveJobStatus(database.sql, fact.data.jobId, 'paused');
        return workers.pauseJob(fact.data.jobId);
      case 'orchestrator.job.resumed':
        await resumeJob(database.sql, fact.data, delivered.streamVersion);
        return workers.wake();
      case 'orchestrator.job.cancelled':
      case 'orchestrator.job.failed':
      case 'orchestrator.job.completed':
        return endJob(database, workers, fact, delivered.streamVersion);
      default:
        return undefined;
    }
  };
