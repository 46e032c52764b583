import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@ao/kernel';
import type { Admin, ITopicConfig } from 'kafkajs';
import { within } from '../deadline.js';
import { topics, type Topic } from '../topics.js';
import { kafkaClient, type KafkaConnection } from './kafka-client.js';
import { asDomainError } from './kafka-error.js';
import type { KafkaNames } from './kafka-names.js';

export interface KafkaAdmin {
  ensureTopics(): Promise<void>;
  ping(): Promise<void>;
  /** Records between the group's committed offset and the end. The topics and the group by their names in the cluster. */
  lag(group: string, topics: readonly string[]): Promise<bigint>;
  /** The offset after the last record of a topic with one partition. */
  end(topic: string): Promise<bigint>;
  deleteGroup(group: string): Promise<void>;
  close(): Promise<void>;
}

const timeouts = { requestTimeout: 10_000, retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1000 } };
const pingMs = 1900;
const servedMs = 15_000;

const wanted = (names: KafkaNames, replicationFactor: number): ITopicConfig[] => {
  const config = (topic: string, { partitions, retentionMs }: Omit<Topic, 'name'>): ITopicConfig => ({
    topic,
    numPartitions: partitions,
    replicationFactor,
    configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
  });
  return Object.values(topics).flatMap((topic) => [
    config(names.topic(topic.name), topic),
    config(names.deadLetters(topic.name), { partitions: 1, retentionMs: -1 }),
  ]);
};

const answer = async (admin: Admin, names: readonly string[]): Promise<boolean> => {
  try {
    // One after the other: kafkajs locks its list of topics while it learns one.
    for (const name of names) await admin.fetchTopicOffsets(name);
    return true;
  } catch {
    return false;
  }
};

/** A topic is made before its leaders serve it, and kafkajs's own wait gives up on that. */
const untilServed = async (admin: Admin, names: readonly string[]): Promise<void> => {
  const deadline = Date.now() + servedMs;
  while (!(await answer(admin, names))) {
    if (Date.now() > deadline) throw new DomainError('unavailable', `Kafka: these topics are not served yet: ${names.join(', ')}`);
    await delay(20);
  }
};

const createMissing = async (admin: Admin, names: KafkaNames): Promise<void> => {
  const [existing, { brokers }] = await Promise.all([admin.listTopics(), admin.describeCluster()]);
  const missing = wanted(names, Math.min(3, brokers.length)).filter(({ topic }) => !existing.includes(topic));
  if (missing.length === 0) return;
  await admin.createTopics({ topics: missing, waitForLeaders: false, timeout: 10_000 });
  await untilServed(admin, missing.map(({ topic }) => topic));
};

const topicLag = async (admin: Admin, topic: string, committed: ReadonlyMap<number, bigint>): Promise<bigint> => {
  const ends = await admin.fetchTopicOffsets(topic);
  return ends.reduce((sum, { partition, low, high }) => {
    const next = committed.get(partition) ?? -1n;
    const from = next > BigInt(low) ? next : BigInt(low);
    return sum + (BigInt(high) > from ? BigInt(high) - from : 0n);
  }, 0n);
};

const groupLag = async (admin: Admin, groupId: string, names: readonly string[]): Promise<bigint> => {
  const committed = await admin.fetchOffsets({ groupId, topics: [...names] });
  let lag = 0n;
  for (const { topic, partitions } of committed) {
    lag += await topicLag(admin, topic, new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)])));
  }
  return lag;
};

/** The cluster's administration over one connection, made when first needed and again after each failure. */
export const kafkaAdmin = (connection: KafkaConnection, names: KafkaNames): KafkaAdmin => {
  let current: Promise<Admin> | undefined;

  const connect = async (): Promise<Admin> => {
    const admin = kafkaClient(connection, timeouts).admin();
    await admin.connect();
    return admin;
  };

  const forget = async (): Promise<void> => {
    const old = current;
    current = undefined;
    if (old) await within(pingMs, 'Kafka', old.then((admin) => admin.disconnect())).catch(() => undefined);
  };

  const use = async <T>(milliseconds: number, work: (admin: Admin) => Promise<T>): Promise<T> => {
    current ??= connect();
    try {
      return await within(milliseconds, 'Kafka', current.then(work));
    } catch (error) {
      void forget();
      throw asDomainError(error);
    }
  };

  return {
    ensureTopics: () => use(30_000, (admin) => createMissing(admin, names)),
    ping: () => use(pingMs, async (admin) => void (await admin.describeCluster())),
    lag: (group, of) => use(10_000, (admin) => groupLag(admin, group, of)),
    end: (topic) => use(10_000, async (admin) => BigInt((await admin.fetchTopicOffsets(topic))[0]?.high ?? 0)),
    deleteGroup: (group) => use(10_000, async (admin) => void (await admin.deleteGroups([group]))),
    close: forget,
  };
};
