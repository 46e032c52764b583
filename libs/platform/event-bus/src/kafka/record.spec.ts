import type { KafkaMessage } from 'kafkajs';
import { sampleFact } from '../contract/sample.js';
import { factOf, plainRecord, recordOf } from './record.js';

const fact = sampleFact({ leaseId: 'lease-1', traceparent: 'trace' });

/** The record as it comes from the wire. */
const delivered = (changes: object = {}): KafkaMessage => {
  const { key, value, headers } = recordOf(fact);
  const wired = Object.fromEntries(
    Object.entries({ ...headers, ...changes }).map(([name, text]) => [
      name,
      text === undefined ? undefined : Buffer.from(String(text)),
    ]),
  );
  return {
    key: Buffer.from(String(key)),
    value: Buffer.from(value ?? ''),
    headers: wired,
    timestamp: '0',
    attributes: 0,
    offset: '0',
  };
};

describe('a record', () => {
  it('gives the fact back', () => {
    expect(factOf(fact.topic, delivered())).toEqual({ ...fact, value: Buffer.from(fact.value) });
    expect(plainRecord(delivered()).headers).toEqual(recordOf(fact).headers);
  });

  it.each([
    [{ ce_id: undefined }, 'header ce_id is missing'],
    [{ ce_time: 'yesterday' }, 'header ce_time is malformed'],
    [{ stream_version: '-1' }, 'header stream_version is malformed'],
    [{ stream_version: '12345678901234567' }, 'header stream_version is malformed'],
    [{ stream_version: 'one' }, 'header stream_version is malformed'],
  ])('says what is wrong with %j', (changes, complaint) => {
    expect(factOf(fact.topic, delivered(changes))).toBe(complaint);
  });

  it('is no fact without key or value', () => {
    expect(factOf(fact.topic, { ...delivered(), key: null })).toBe('the record has no key');
    expect(factOf(fact.topic, { ...delivered(), value: null })).toBe('the record has no value');
  });
});
