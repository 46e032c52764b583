import type { Consumer, RetryOptions } from 'kafkajs';
import { kafkaClient, retriesUntil, type KafkaConnection } from './kafka-client.js';
import type { KafkaReader } from './kafka-reader.js';

export interface KafkaMemberOptions {
  readonly connection: KafkaConnection;
  /** By its name in the cluster. */
  readonly groupId: string;
  /** By their names in the cluster. */
  readonly topics: readonly string[];
  readonly partitions: number;
  readonly heartbeatMs: number;
  readonly sessionMs: number;
  readonly reader: KafkaReader;
  /** Aborted when nothing may be tried any more. */
  readonly closing: AbortSignal;
  /** Called each time that the member has its share of the partitions. */
  readonly onJoin: () => void;
}

/** One life of a group's member: from its connection to its crash or its end. */
export interface KafkaMember {
  /** Resolves when kafkajs gave up, with its reason. */
  readonly crashed: Promise<string>;
  leave(): Promise<void>;
}

/** A member that outlives an outage keeps its place in the group; a new one would wait until the old one's session is over. */
const untilClosed = (closing: AbortSignal): RetryOptions => ({
  retries: retriesUntil(closing, Number.MAX_SAFE_INTEGER),
  initialRetryTime: 100,
  maxRetryTime: 1000,
  restartOnFailure: async () => false,
});

const consumerOf = (
  { connection, groupId, heartbeatMs, sessionMs }: KafkaMemberOptions,
  retry: RetryOptions,
): Consumer =>
  kafkaClient(connection, { requestTimeout: 15_000, retry }).consumer({
    groupId,
    sessionTimeout: sessionMs,
    rebalanceTimeout: 60_000,
    heartbeatInterval: heartbeatMs,
    maxWaitTimeInMs: 250,
    maxBytesPerPartition: 1_048_576,
    maxBytes: 8_388_608,
    allowAutoTopicCreation: false,
    metadataMaxAge: 60_000,
    retry,
  });

const run = async (consumer: Consumer, { topics, partitions, reader }: KafkaMemberOptions): Promise<void> => {
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: partitions,
    eachBatch: (payload) => reader.eachBatch(payload),
  });
};

/** Connects and joins. Throws what kafkajs throws, and then nothing is left running. */
export const kafkaMember = async (options: KafkaMemberOptions): Promise<KafkaMember> => {
  const consumer = consumerOf(options, untilClosed(options.closing));
  const crashed = new Promise<string>((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error.message));
  });
  consumer.on(consumer.events.GROUP_JOIN, () => {
    options.reader.reset();
    options.onJoin();
  });
  try {
    await run(consumer, options);
  } catch (error) {
    await consumer.disconnect().catch(() => undefined);
    throw error;
  }
  return { crashed, leave: () => consumer.disconnect() };
};
