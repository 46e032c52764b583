import type { TrainingJobEvent, TrainingRequest } from '@ao/domain-orchestrator';
import type { RecordedEvent } from '@ao/event-store';
import { contentNameIn, type Configuration, type DomainEvent } from '@ao/kernel';
import type { ArchiveEntry } from './archive-lines.js';

/** What the archive of a job is made of: its events up to its end, and the events of its slot's ledger up to its last one there. */
export interface JobHistory {
  readonly job: readonly RecordedEvent<TrainingJobEvent>[];
  readonly ledger: readonly RecordedEvent[];
}

interface Named {
  readonly hash: string;
  readonly configuration: Configuration;
}

/** The configurations that an event names by their hash. */
const namedBy = ({ type, data }: TrainingJobEvent): readonly Named[] => {
  switch (type) {
    case 'LeaseAccepted':
      return [{ hash: data.incumbentHash, configuration: data.incumbent }];
    case 'TrialScheduled':
      return [{ hash: data.configurationHash, configuration: data.configuration }];
    case 'SearchEnded':
      return data.finalists.map(({ configurationHash, configuration }) => ({ hash: configurationHash, configuration }));
    case 'PromotionDecided':
      return [
        { hash: data.candidateHash, configuration: data.candidate },
        { hash: data.incumbentHash, configuration: data.incumbent },
      ];
    default:
      return [];
  }
};

/** Each configuration once, in the order in which the job first names them. */
const configurationsOf = (job: JobHistory['job']): readonly Named[] => {
  const byHash = new Map<string, Named>();
  for (const named of job.flatMap(({ event }) => namedBy(event))) {
    if (!byHash.has(named.hash)) byHash.set(named.hash, named);
  }
  return [...byHash.values()];
};

/** The long texts that the job's configurations name by their hash, each once. */
export const contentHashesOf = ({ job }: Pick<JobHistory, 'job'>): readonly string[] => [
  ...new Set(
    configurationsOf(job).flatMap(({ configuration }) =>
      Object.values(configuration).flatMap((value) => contentNameIn(value)?.hash ?? []),
    ),
  ),
];

const recorded = ({ version, id, event, occurredAt, metadata }: RecordedEvent<DomainEvent>) => ({
  version,
  event_id: id,
  type: event.type,
  data: event.data,
  occurred_at: occurredAt.toISOString(),
  corr_id: metadata.corrId,
  causation_id: metadata.causationId,
  subject: metadata.subject,
});

/** Everything that an archive says about a job, in its order. */
export function* archiveEntries(
  { jobId, corrId, taskSet }: TrainingRequest,
  { job, ledger }: JobHistory,
  contents: ReadonlyMap<string, string>,
): Generator<ArchiveEntry> {
  yield { kind: 'archive', data: { format: 1, job_id: jobId, corr_id: corrId } };
  yield { kind: 'task_set', data: taskSet };
  for (const data of configurationsOf(job)) yield { kind: 'configuration', data };
  for (const hash of contentHashesOf({ job })) {
    const text = contents.get(hash);
    if (text !== undefined) yield { kind: 'content', data: { hash, text } };
  }
  for (const event of job) yield { kind: 'event', data: recorded(event) };
  for (const event of ledger) yield { kind: 'ledger', data: recorded(event) };
}
