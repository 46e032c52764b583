import { Kafka, logLevel, type LogEntry, type RetryOptions } from 'kafkajs';
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
export const kafkaClient = ({ brokers, clientId, logger }: KafkaConnection, { requestTimeout, retry }: KafkaTimeouts): Kafka => {
  silenceNegativeTimeouts();
  return new Kafka({ brokers: [...brokers], clientId, connectionTimeout: 1000, requestTimeout, retry, logLevel: logLevel.INFO, logCreator: demoted(logger) });
};
