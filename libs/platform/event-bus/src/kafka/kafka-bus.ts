import { setTimeout as delay } from 'node:timers/promises';
import { requireAcceptable, requireTopics } from '../accepted-facts.js';
import { silentLogger, type BusLogger } from '../bus-logger.js';
import type { DeadLetters } from '../dead-letters.js';
import { defaultRetry, type RetryPolicy } from '../delivery/retry-policy.js';
import type { EventBus, SubscribeOptions, Subscription } from '../event-bus.js';
import { topics } from '../topics.js';
import { kafkaAdmin } from './kafka-admin.js';
import type { KafkaConnection } from './kafka-client.js';
import { kafkaDeadLetters } from './kafka-dead-letters.js';
import { kafkaNames } from './kafka-names.js';
import { kafkaProducer } from './kafka-producer.js';
import { KafkaReader } from './kafka-reader.js';
import { recordOf } from './record.js';
import { KafkaSubscription } from './kafka-subscription.js';

export interface KafkaBusOptions {
  /** "host:port" each. */
  readonly brokers: readonly string[];
  /** Names this process to the brokers. */
  readonly clientId: string;
  readonly logger?: BusLogger;
  readonly retry?: Partial<RetryPolicy>;
  /** Before the name of each topic and group: several platforms, or tests, in one cluster. Default none. */
  readonly topicPrefix?: string;
  /** After so long without a sign of life a member loses its partitions. Default 10 s. */
  readonly sessionMs?: number;
}

const heartbeatMs = 500;
const joinMs = 3000;
const defaults = { maxBatch: 500, check: () => undefined };

const partitionsOf = (names: readonly string[]): number =>
  Object.values(topics).reduce((sum, { name, partitions }) => (names.includes(name) ? sum + partitions : sum), 0);

/** The event bus over Kafka. Connects when first needed, and again by itself whenever the brokers come back. */
export const kafkaBus = (options: KafkaBusOptions): EventBus & DeadLetters => {
  const logger = options.logger ?? silentLogger;
  const retry = { ...defaultRetry, ...options.retry };
  const connection: KafkaConnection = { brokers: options.brokers, clientId: options.clientId, logger };
  const names = kafkaNames(options.topicPrefix ?? '');
  const admin = kafkaAdmin(connection, names);
  const producer = kafkaProducer(connection);
  const subscriptions = new Set<KafkaSubscription>();

  const open = ({ group, topics: wanted, ...wish }: SubscribeOptions): KafkaSubscription => {
    const reader = new KafkaReader({
      settings: { group, retry, logger, ...defaults, ...wish },
      names,
      producer,
      heartbeatMs,
    });
    const place = { groupId: names.group(group), topics: wanted.map(names.topic), partitions: partitionsOf(wanted) };
    return new KafkaSubscription({
      connection,
      ...place,
      heartbeatMs,
      sessionMs: options.sessionMs ?? 10_000,
      reader,
      logger,
    });
  };

  const subscribe = async (wish: SubscribeOptions): Promise<Subscription> => {
    requireTopics(wish.topics);
    const subscription = open(wish);
    subscriptions.add(subscription);
    // With the brokers away it goes on joining behind the caller's back.
    await Promise.race([subscription.joined, delay(joinMs, undefined, { ref: false })]);
    const close = async (): Promise<void> => {
      await subscription.close();
      subscriptions.delete(subscription);
    };
    return { lag: () => admin.lag(names.group(wish.group), wish.topics.map(names.topic)), close };
  };

  return {
    ...kafkaDeadLetters({ connection, names, admin, producer }),
    ensureTopics: () => admin.ensureTopics(),
    ping: () => admin.ping(),
    subscribe,
    publish: async (facts) => {
      requireAcceptable(facts);
      await producer.send(facts.map((fact) => ({ topic: names.topic(fact.topic), message: recordOf(fact) })));
    },
    close: async () => {
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      subscriptions.clear();
      await Promise.all([producer.close(), admin.close()]);
    },
  };
};
