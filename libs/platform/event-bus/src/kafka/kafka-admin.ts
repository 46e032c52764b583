import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@ao/kernel';
import type { Admin, ITopicConfig } from 'kafkajs';
import { within } from '../deadline.js';
import { topics, type Topic } from '../topics.js';
import { connected, kafkaClient, retriesUntil, type KafkaConnection } from './kafka-client.js';
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
    if (Date.now() > deadline)
      throw new DomainError('unavailable', `Kafka: these topics are not served yet: ${names.join(', ')}`);
    await delay(20);
  }
};

const createMissing = async (admin: Admin, names: KafkaNames): Promise<void> => {
  const [existing, { brokers }] = await Promise.all([admin.listTopics(), admin.describeCluster()]);
  const missing = wanted(names, Math.min(3, brokers.length)).filter(({ topic }) => !existing.includes(topic));
  if (missing.length === 0) return;
  await admin.createTopics({ topics: missing, waitForLeaders: false, timeout: 10_000 });
  await untilServed(
    admin,
    missing.map(({ topic }) => topic),
  );
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
    lag += await topicLag(
      admin,
      topic,
      new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)])),
    );
  }
  return lag;
};

/** The cluster's administration over one connection, made when first needed and again after each failure. */
class RenewedAdmin implements KafkaAdmin {
  private current: { readonly admin: Promise<Admin>; readonly abandoned: AbortController } | undefined;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly names: KafkaNames,
  ) {}

  ensureTopics(): Promise<void> {
    return this.use(30_000, (admin) => createMissing(admin, this.names));
  }

  ping(): Promise<void> {
    return this.use(pingMs, async (admin) => void (await admin.describeCluster()));
  }

  lag(group: string, topics: readonly string[]): Promise<bigint> {
    return this.use(10_000, (admin) => groupLag(admin, group, topics));
  }

  end(topic: string): Promise<bigint> {
    return this.use(10_000, async (admin) => BigInt((await admin.fetchTopicOffsets(topic))[0]?.high ?? 0));
  }

  deleteGroup(group: string): Promise<void> {
    return this.use(10_000, async (admin) => void (await admin.deleteGroups([group])));
  }

  async close(): Promise<void> {
    const old = this.current;
    this.current = undefined;
    old?.abandoned.abort();
    if (old)
      await within(
        pingMs,
        'Kafka',
        old.admin.then((admin) => admin.disconnect()),
      ).catch(() => undefined);
  }

  private start(): NonNullable<typeof this.current> {
    const abandoned = new AbortController();
    return { admin: this.connect(abandoned.signal), abandoned };
  }

  private async connect(abandoned: AbortSignal): Promise<Admin> {
    const retry = { retries: retriesUntil(abandoned, 5), initialRetryTime: 100, maxRetryTime: 1000 };
    const admin = kafkaClient(this.connection, { requestTimeout: 10_000, retry }).admin();
    await connected(admin);
    return admin;
  }

  private async use<T>(milliseconds: number, work: (admin: Admin) => Promise<T>): Promise<T> {
    this.current ??= this.start();
    try {
      return await within(milliseconds, 'Kafka', this.current.admin.then(work));
    } catch (error) {
      void this.close();
      throw asDomainError(error);
    }
  }
}

export const kafkaAdmin = (connection: KafkaConnection, names: KafkaNames): KafkaAdmin =>
  new RenewedAdmin(connection, names);
