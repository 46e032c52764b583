import { Kafka, logLevel, type Admin, type LogEntry, type Producer, type RetryOptions } from 'kafkajs';
import type { BusLogger } from '../bus-logger.js';
import { silenceNegativeTimeouts } from './negative-timeouts.js';

/** How to reach the brokers. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: BusLogger;
}

export interface KafkaTimeouts {
  readonly requestTimeout: number;
  readonly retry: RetryOptions;
}

const demoted =
  (logger: BusLogger) =>
  () =>
  ({ namespace, log }: LogEntry): void => {
    const { message, timestamp: _timestamp, ...details } = log;
    logger.debug({ kafkajs: namespace, ...details }, message);
  };

/** kafkajs reports each passing trouble as an error of its own: all of it goes to debug, the adapter logs what matters. */
export const kafkaClient = (
  { brokers, clientId, logger }: KafkaConnection,
  { requestTimeout, retry }: KafkaTimeouts,
): Kafka => {
  silenceNegativeTimeouts();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 1000,
    requestTimeout,
    retry,
    logLevel: logLevel.INFO,
    logCreator: demoted(logger),
  });
};

/** So many retries, and none once the signal is aborted: kafkajs cannot be called off, but it compares its count with this "number" each time. */
export const retriesUntil = (abandoned: AbortSignal, retries: number): number =>
  ({ valueOf: () => (abandoned.aborted ? -1 : retries) }) as unknown as number;

/** Connects; where that fails nothing is left open. */
export const connected = async (client: Pick<Producer | Admin, 'connect' | 'disconnect'>): Promise<void> => {
  try {
    await client.connect();
  } catch (error) {
    await client.disconnect().catch(() => undefined);
    throw error;
  }
};
