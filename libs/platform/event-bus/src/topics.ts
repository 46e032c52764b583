/** One topic of the platform. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  /** How long records are kept, in milliseconds; -1 for ever. */
  readonly retentionMs: number;
}

const days = (count: number): number => count * 24 * 60 * 60 * 1000;

/** Every topic, its partitions and its retention: the one table from which topics are created. */
export const topics = {
  agent: { name: 'ao.orchestrator.agent.v1', partitions: 1, retentionMs: -1 },
  job: { name: 'ao.orchestrator.job.v1', partitions: 6, retentionMs: -1 },
  taskSet: { name: 'ao.evaluation.taskset.v1', partitions: 1, retentionMs: -1 },
  trial: { name: 'ao.evaluation.trial.v1', partitions: 6, retentionMs: -1 },
  episode: { name: 'ao.evaluation.episode.v1', partitions: 6, retentionMs: days(30) },
  lease: { name: 'ao.lease.lease.v1', partitions: 6, retentionMs: -1 },
  policy: { name: 'ao.lease.policy.v1', partitions: 1, retentionMs: -1 },
  unit: { name: 'ao.logic.unit.v1', partitions: 3, retentionMs: -1 },
  slot: { name: 'ao.logic.slot.v1', partitions: 3, retentionMs: -1 },
  ledger: { name: 'ao.orchestrator.ledger.v1', partitions: 3, retentionMs: -1 },
  outcome: { name: 'ao.cognition.outcome.v1', partitions: 6, retentionMs: days(30) },
} as const satisfies Record<string, Topic>;

/** Where a group puts facts that it cannot handle: `<topic>.dlq`, with the reason in the headers. */
export const deadLetterTopic = (topic: string): string => `${topic}.dlq`;
