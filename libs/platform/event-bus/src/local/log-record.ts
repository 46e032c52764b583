import { redriveGroupHeader } from '../dead-letters.js';
import type { Entry } from '../delivery/deliver-batch.js';
import type { Fact } from '../event-bus.js';
import { deadLetterTopic, topics } from '../topics.js';
import { partitionOf } from './partition-of.js';

export type Extra = Readonly<Record<string, string>>;

/** A fact on its way into the log. `topic` may be a dead-letter topic; the fact keeps its own. */
export interface LogRecord {
  readonly topic: string;
  readonly fact: Fact;
  readonly extra: Extra | null;
}

/** One partition of the log. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** Dead-letter topics have one partition. */
const partitionCounts: ReadonlyMap<string, number> = new Map(
  Object.values(topics).flatMap(({ name, partitions }) => [
    [name, partitions] as const,
    [deadLetterTopic(name), 1] as const,
  ]),
);

export const placesOf = (topic: string): readonly Place[] =>
  Array.from({ length: partitionCounts.get(topic) ?? 0 }, (_, partition) => ({ topic, partition }));

export const placeKey = ({ topic, partition }: Place): string => `${topic}/${partition}`;

/** A row of `facts` as it is read. */
export interface FactRow extends Place {
  readonly offset: bigint;
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly time: Date;
  readonly corr_id: string;
  readonly causation_id: string;
  readonly subject: string;
  readonly lease_id: string | null;
  readonly traceparent: string | null;
  readonly stream_version: bigint;
  readonly value: Buffer;
  readonly extra: Extra | null;
}

/** The fact in a row, of this topic. */
export const factIn = (row: FactRow, topic: string): Fact => ({
  id: row.id,
  type: row.type,
  source: row.source,
  time: row.time,
  topic,
  key: row.key,
  corrId: row.corr_id,
  causationId: row.causation_id,
  subject: row.subject,
  streamVersion: Number(row.stream_version),
  value: row.value,
  ...(row.lease_id === null ? {} : { leaseId: row.lease_id }),
  ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
});

export const entryIn = (row: FactRow, group: string): Entry => {
  const { offset, partition, topic, extra } = row;
  const meantFor = extra?.[redriveGroupHeader];
  if (meantFor !== undefined && meantFor !== group) return { kind: 'foreign', offset };
  return { kind: 'fact', offset, fact: { ...factIn(row, topic), partition, offset } };
};

const hex = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex');

type Column = (record: LogRecord) => string | number | null | Extra;

/** The arguments of the log's append function, in its order. Times as text: the driver takes the type of an array of dates to be one date. */
const columns: readonly Column[] = [
  ({ topic }) => topic,
  ({ topic, fact }) => partitionOf(fact.key, partitionCounts.get(topic) ?? 1),
  ({ fact }) => fact.key,
  ({ fact }) => fact.id,
  ({ fact }) => fact.type,
  ({ fact }) => fact.source,
  ({ fact }) => fact.time.toISOString(),
  ({ fact }) => fact.corrId,
  ({ fact }) => fact.causationId,
  ({ fact }) => fact.subject,
  ({ fact }) => fact.leaseId ?? null,
  ({ fact }) => fact.traceparent ?? null,
  ({ fact }) => fact.streamVersion,
  ({ fact }) => hex(fact.value),
  ({ extra }) => extra,
];

export const columnsOf = (records: readonly LogRecord[]): unknown[][] => columns.map((column) => records.map(column));
