import type { KafkaMessage } from 'kafkajs';
import { redriveGroupHeader } from '../dead-letters.js';
import type { Entry } from '../delivery/deliver-batch.js';
import { factOf } from './record.js';

/** Where a batch of records lies, by the platform's name of the topic, and who reads it. */
export interface Reading {
  readonly topic: string;
  readonly partition: number;
  readonly group: string;
}

export const entryOf = (message: KafkaMessage, { topic, partition, group }: Reading): Entry => {
  const offset = BigInt(message.offset);
  const meantFor = message.headers?.[redriveGroupHeader];
  if (meantFor !== undefined && meantFor.toString() !== group) return { kind: 'foreign', offset };
  const fact = factOf(topic, message);
  return typeof fact === 'string'
    ? { kind: 'malformed', offset, reason: fact }
    : { kind: 'fact', offset, fact: { ...fact, partition, offset } };
};
