import type { DecodedFact } from '@ao/contracts';
import type { DeliveredFact } from '@ao/event-bus';
import type { EventMetadata } from '@ao/event-store';
import { waitInLine, type Database } from '../database.js';
import { forgetOrdersOf } from '../trial/item-order.store.js';
import { startTrial } from '../trial/start-trial.js';
import { trialSpecOf } from '../trial/trial-spec.js';
import { giveUpTrialsOf } from '../trial/trial.store.js';
import { jobLine, saveJobStatus } from './job.store.js';

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

const endJob = async ({ sql, log }: Database, jobId: string, reason: string): Promise<void> => {
  await log.transaction(async (tx) => {
    await waitInLine(tx, jobLine(jobId));
    await saveJobStatus(tx, jobId, 'ended');
    await giveUpTrialsOf(tx, jobId, { code: 'aborted', reason });
  });
  await forgetOrdersOf(sql, jobId);
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
        await saveJobStatus(database.sql, fact.data.jobId, 'running');
        return workers.wake();
      case 'orchestrator.job.cancelled':
      case 'orchestrator.job.failed':
      case 'orchestrator.job.completed':
        await endJob(database, fact.data.jobId, `job ${fact.data.jobId} has ended (${fact.type})`);
        return workers.endJob(fact.data.jobId);
      default:
        return undefined;
    }
  };
