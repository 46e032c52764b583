import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { Fact } from '../event-bus.js';

/** A record of the log in plain words. */
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

const headerText = (value: IHeaders[string]): string => (Array.isArray(value) ? headerText(value[0]) : (value?.toString() ?? ''));

export const plainRecord = ({ key, value, headers }: KafkaMessage): KafkaRecord => ({
  key,
  value,
  headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, headerText(text)])),
});

type RequiredHeaders = Record<'ce_id' | 'ce_type' | 'ce_source' | 'ce_time' | 'corr_id' | 'causation_id' | 'subject' | 'stream_version', string>;

const rules: readonly (readonly [name: string, form: RegExp])[] = [
  ...['ce_id', 'ce_type', 'ce_source', 'corr_id', 'causation_id', 'subject'].map((name) => [name, /^/] as const),
  ['ce_time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/],
  ['stream_version', /^\d{1,15}$/],
];

const complaintAbout = ({ key, value, headers }: KafkaRecord): string | undefined => {
  if (key === null || value === null) return `the record has no ${key === null ? 'key' : 'value'}`;
  const broken = rules.find(([name, form]) => headers[name] === undefined || !form.test(headers[name]));
  return broken && `header ${broken[0]} is missing or malformed`;
};

/** The fact in a record of this topic, or what is wrong with it. */
export const factOf = (topic: string, record: KafkaRecord): Fact | string => {
  const complaint = complaintAbout(record);
  if (complaint !== undefined) return complaint;
  const { lease_id: leaseId, traceparent } = record.headers;
  const headers = record.headers as RequiredHeaders;
  return {
    id: headers.ce_id,
    type: headers.ce_type,
    source: headers.ce_source,
    time: new Date(headers.ce_time),
    topic,
    key: String(record.key),
    corrId: headers.corr_id,
    causationId: headers.causation_id,
    subject: headers.subject,
    streamVersion: Number(headers.stream_version),
    value: record.value ?? new Uint8Array(),
    ...(leaseId === undefined ? {} : { leaseId }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
};
