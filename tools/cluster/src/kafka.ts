import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The cluster's broker. */
export interface Kafka {
  readonly brokers: string;
  /** As a crash does it. */
  kill(): Promise<void>;
  /** Starts it again at the same address with the same records. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Broker {
  readonly brokers: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const spawnBroker = async (options: { data: string; port: number }): Promise<Broker> => {
  const file = join(dirname(require.resolve('@ao/cluster/package.json')), '../kafka/spawn.mjs');
  const tool = (await import(file)) as { spawnBroker(options: { data: string; port: number }): Promise<Broker> };
  return tool.spawnBroker(options);
};

/** A broker of our own, or the one that KAFKA_BROKERS names, which is then left alone. */
export const startKafka = async (data: string): Promise<Kafka> => {
  const given = process.env['KAFKA_BROKERS'];
  if (given) {
    const refuse = (): Promise<never> => Promise.reject(new Error('this Kafka is not ours to stop'));
    return { brokers: given, kill: refuse, start: refuse, stop: async () => undefined };
  }
  mkdirSync(data, { recursive: true });
  let running = await spawnBroker({ data, port: 0 });
  const { brokers } = running;
  return {
    brokers,
    kill: () => running.kill(),
    stop: () => running.stop(),
    start: async () => {
      running = await spawnBroker({ data, port: Number(brokers.split(':').at(-1)) });
    },
  };
};
