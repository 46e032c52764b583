import { randomUUID } from 'node:crypto';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { requireTopics } from '../accepted-facts.js';
import { redrivenFact } from '../dead-letter-facts.js';
import { letterOf, redriven, type DeadLetter, type DeadLetters, type RedriveOptions } from '../dead-letters.js';
import { within } from '../deadline.js';
import { kafkaClient, type KafkaConnection } from './kafka-client.js';
import type { KafkaAdmin } from './kafka-admin.js';
import { asDomainError } from './kafka-error.js';
import type { KafkaNames } from './kafka-names.js';
import type { KafkaProducer, OutgoingRecord } from './kafka-producer.js';
import { factOf, plainRecord, readableFact, recordOf } from './record.js';

export interface KafkaDeadLettersOptions {
  readonly connection: KafkaConnection;
  readonly names: KafkaNames;
  readonly admin: KafkaAdmin;
  readonly producer: KafkaProducer;
}

interface Scan {
  readonly topic: string;
  readonly groupId: string;
  /** The records from here on came later: they are left. */
  readonly high: bigint;
  /** Answers when this run of records is dealt with; its offset is then committed. */
  readonly take: (messages: readonly KafkaMessage[]) => Promise<void>;
}

const scanMs = 60_000;
const timeouts = { requestTimeout: 15_000, retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 1000 } };

const takeBatch = async (
  { high, take }: Scan,
  { batch, resolveOffset, commitOffsetsIfNecessary, heartbeat }: EachBatchPayload,
): Promise<boolean> => {
  const messages = batch.messages.filter(({ offset }) => BigInt(offset) < high);
  const last = messages.at(-1);
  if (!last) return true;
  await take(messages);
  resolveOffset(last.offset);
  const offset = String(BigInt(last.offset) + 1n);
  await commitOffsetsIfNecessary({
    topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset }] }],
  });
  await heartbeat();
  return BigInt(offset) >= high;
};

/** Reads a topic of one partition from the group's offset to `high`. */
const scan = async (connection: KafkaConnection, options: Scan): Promise<void> => {
  const consumer = kafkaClient(connection, timeouts).consumer({
    groupId: options.groupId,
    maxWaitTimeInMs: 250,
    allowAutoTopicCreation: false,
  });
  let done = (): void => undefined;
  let failed = (_error: Error): void => undefined;
  const finished = new Promise<void>((resolve, reject) => ([done, failed] = [resolve, reject]));
  consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [options.topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        if (await takeBatch(options, payload)) done();
      },
    });
    await within(scanMs, 'the dead letters', finished);
  } catch (error) {
    throw asDomainError(error);
  } finally {
    await consumer.disconnect().catch(() => undefined);
  }
};

const deadLetter = (message: KafkaMessage): DeadLetter => {
  const letter = letterOf(plainRecord(message).headers);
  const fact = factOf(letter.topic, message);
  return { ...letter, fact: typeof fact === 'string' ? undefined : fact };
};

interface Redriven {
  readonly back: boolean;
  /** The letter's next record, and the fact that tells of it where it went back. */
  readonly records: readonly OutgoingRecord[];
}

const redrivenMessage = (names: KafkaNames, message: KafkaMessage, { topic, group }: RedriveOptions): Redriven => {
  const { key, value, headers } = plainRecord(message);
  const { back, headers: changed } = redriven(headers, group);
  const told = back ? redrivenFact({ letter: letterOf(headers), fact: readableFact(message) }) : [];
  return {
    back,
    records: [
      { topic: back ? names.topic(topic) : names.deadLetters(topic), message: { key, value, headers: { ...changed } } },
      ...told.map((fact) => ({ topic: names.topic(fact.topic), message: recordOf(fact) })),
    ],
  };
};

/**
 * The dead letters of a topic are a queue: the group "redrive" keeps how far it was worked off, and what is not meant yet goes to its end.
 */
export const kafkaDeadLetters = ({ connection, names, admin, producer }: KafkaDeadLettersOptions): DeadLetters => {
  const redrive = async (options: RedriveOptions): Promise<number> => {
    requireTopics([options.topic]);
    const topic = names.deadLetters(options.topic);
    const groupId = names.group(`redrive.${options.topic}`);
    const [high, waiting] = await Promise.all([admin.end(topic), admin.lag(groupId, [topic])]);
    let count = 0;
    const take = async (messages: readonly KafkaMessage[]): Promise<void> => {
      const moved = messages.map((message) => redrivenMessage(names, message, options));
      await producer.send(moved.flatMap(({ records }) => records));
      count += moved.filter(({ back }) => back).length;
    };
    if (waiting > 0n) await scan(connection, { topic, groupId, high, take });
    return count;
  };

  const deadLetters = async ({ topic, group }: RedriveOptions): Promise<readonly DeadLetter[]> => {
    requireTopics([topic]);
    const dlq = names.deadLetters(topic);
    const [high, waiting] = await Promise.all([admin.end(dlq), admin.lag(names.group(`redrive.${topic}`), [dlq])]);
    const letters: DeadLetter[] = [];
    const first = high - waiting;
    const groupId = names.group(`look.${randomUUID()}`);
    const take = async (messages: readonly KafkaMessage[]): Promise<void> => {
      letters.push(...messages.filter(({ offset }) => BigInt(offset) >= first).map(deadLetter));
    };
    if (waiting === 0n) return [];
    await scan(connection, { topic: dlq, groupId, high, take });
    await admin.deleteGroup(groupId).catch(() => undefined);
    return letters.filter((letter) => group === undefined || letter.group === group);
  };

  return { redrive, deadLetters };
};
