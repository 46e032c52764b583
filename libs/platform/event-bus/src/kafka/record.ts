import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { Fact } from '../event-bus.js';

/** A record with its headers as text. */
export interface KafkaRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A CloudEvents binary-mode record. */
export const recordOf = (fact: Fact): Message => ({
  key: fact.key,
  value: Buffer.from(fact.value.buffer, fact.value.byteOffset, fact.value.byteLength),
  headers: {
    ce_specversion: '1.0',
    ce_id: fact.id,
    ce_type: fact.type,
    ce_source: fact.source,
    ce_time: fact.time.toISOString(),
    'content-type': 'application/protobuf',
    corr_id: fact.corrId,
    causation_id: fact.causationId,
    subject: fact.subject,
    stream_version: String(fact.streamVersion),
    ...(fact.leaseId === undefined ? {} : { lease_id: fact.leaseId }),
    ...(fact.traceparent === undefined ? {} : { traceparent: fact.traceparent }),
  },
});

const headerText = (value: IHeaders[string]): string =>
  Array.isArray(value) ? headerText(value[0]) : (value?.toString() ?? '');

export const plainRecord = ({ key, value, headers }: KafkaMessage): KafkaRecord => ({
  key,
  value,
  headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, headerText(text)])),
});

/** What can be read of a record, though it may be no fact. */
export const readableFact = (message: KafkaMessage): Pick<Fact, 'id' | 'type' | 'key' | 'corrId'> => {
  const { key, headers } = plainRecord(message);
  return {
    id: headers['ce_id'] ?? '',
    type: headers['ce_type'] ?? '',
    key: key?.toString() ?? '',
    corrId: headers['corr_id'] ?? '',
  };
};

const required = [
  'ce_id',
  'ce_type',
  'ce_source',
  'ce_time',
  'corr_id',
  'causation_id',
  'subject',
  'stream_version',
] as const;

const withOptional = (fact: Fact, headers: IHeaders): Fact => {
  const { lease_id: leaseId, traceparent } = headers;
  if (leaseId === undefined && traceparent === undefined) return fact;
  return {
    ...fact,
    ...(leaseId === undefined ? {} : { leaseId: headerText(leaseId) }),
    ...(traceparent === undefined ? {} : { traceparent: headerText(traceparent) }),
  };
};

/** What is wrong with a fact whose headers are all there. */
const complaintAbout = ({ time, streamVersion }: Fact): string | undefined => {
  if (Number.isNaN(time.getTime())) return 'header ce_time is malformed';
  return Number.isSafeInteger(streamVersion) && streamVersion >= 0 ? undefined : 'header stream_version is malformed';
};

/** The fact in a record of this topic, or what is wrong with it. Runs for every fact: reads each header once. */
export const factOf = (topic: string, { key, value, headers = {} }: KafkaMessage): Fact | string => {
  if (key === null || value === null) return `the record has no ${key === null ? 'key' : 'value'}`;
  for (const name of required) if (headers[name] === undefined) return `header ${name} is missing`;
  const fact: Fact = {
    id: headerText(headers['ce_id']),
    type: headerText(headers['ce_type']),
    source: headerText(headers['ce_source']),
    time: new Date(headerText(headers['ce_time'])),
    topic,
    key: key.toString(),
    corrId: headerText(headers['corr_id']),
    causationId: headerText(headers['causation_id']),
    subject: headerText(headers['subject']),
    streamVersion: Number(headerText(headers['stream_version'])),
    value,
  };
  return complaintAbout(fact) ?? withOptional(fact, headers);
};
