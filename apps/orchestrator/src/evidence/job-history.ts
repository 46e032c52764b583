import { DomainError, type DomainEvent } from '@ao/kernel';
import type { TrainingJobEvent, TrainingRequest } from '@ao/domain-orchestrator';
import type { EventStore } from '@ao/event-store';
import type { JobHistory } from './archive-entries.js';

const endings: ReadonlySet<string> = new Set<TrainingJobEvent['type']>([
  'TrainingCompleted',
  'TrainingCancelled',
  'TrainingFailed',
  'TrainingDenied',
]);

/** The job's events up to the one that ends it, for a job that was resumed the last such one: what comes later is the return of its lease, and would make two exports differ. */
const toItsEnd = async (store: EventStore, jobId: string): Promise<JobHistory['job']> => {
  const { events } = await store.read<TrainingJobEvent>(`job-${jobId}`);
  if (events.length === 0)
    throw new DomainError('not_found', `there is no training job ${JSON.stringify(jobId.slice(0, 200))}`);
  const end = events.findLastIndex(({ event }) => endings.has(event.type));
  const goesOn = events.findLastIndex(({ event }) => event.type === 'TrainingReopened') > end;
  if (end === -1 || goesOn)
    throw new DomainError(
      'failed_precondition',
      `job ${jobId} has not ended: its evidence can be exported when it is completed, cancelled, failed or denied`,
    );
  return events.slice(0, end + 1);
};

const isOf = (jobId: string, { data }: DomainEvent): boolean => 'jobId' in data && data.jobId === jobId;

/** The ledger's events up to the last one that is about this job: the earlier ones decide what the job could spend. */
const ledgerUpTo = async (store: EventStore, slot: string, jobId: string): Promise<JobHistory['ledger']> => {
  const { events } = await store.read(`ledger-${slot}`);
  return events.slice(0, events.findLastIndex(({ event }) => isOf(jobId, event)) + 1);
};

/**
 * Reads what the archive of a job is made of. Throws DomainError `not_found` for an unknown job and `failed_precondition` for one that has not
 * ended.
 */
export const readHistory = async (
  store: EventStore,
  jobId: string,
): Promise<JobHistory & { readonly request: TrainingRequest }> => {
  const job = await toItsEnd(store, jobId);
  const first = job[0]?.event;
  if (first?.type !== 'TrainingRequested')
    throw new DomainError('internal', `job ${jobId} does not start with its request`);
  return { job, request: first.data, ledger: await ledgerUpTo(store, first.data.slot, jobId) };
};
