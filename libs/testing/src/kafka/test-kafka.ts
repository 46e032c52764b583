import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The Kafka of this test run. Suites share it: use topics and groups of your own, see `uniquePrefix`. */
export interface TestKafka {
  /** "host:port" each. */
  readonly brokers: readonly string[];
  /** True where `ownBroker` works: a suite may then stop, kill and restart a broker without disturbing others. */
  readonly canStart: boolean;
}

/** A broker that one suite has for itself. */
export interface OwnBroker {
  readonly brokers: readonly string[];
  /** Starts it again with the same address and the same records. */
  start(): Promise<void>;
  /** A clean stop. */
  stop(): Promise<void>;
  /** As a crash does it. */
  kill(): Promise<void>;
  /** Kills it and deletes its records. */
  remove(): Promise<void>;
}

interface RunningBroker {
  readonly brokers: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** The run's Kafka; undefined when none was found, and then the suites that need it are skipped. */
export const testKafka = (): TestKafka | undefined => {
  const found = process.env['AO_TEST_KAFKA'];
  if (found === undefined)
    throw new Error('Name libs/testing/src/kafka/global-setup.cjs as globalSetup in jest.config.cjs');
  return (JSON.parse(found) as TestKafka | null) ?? undefined;
};

/** A suite over the run's Kafka; skipped where there is none. */
export const describeWithKafka = (name: string, suite: (kafka: TestKafka) => void): void => {
  const kafka = testKafka();
  if (kafka) describe(name, () => suite(kafka));
  else describe.skip(name, () => it('needs Kafka', () => undefined));
};

/** A prefix for topics and groups that no other suite has. */
export const uniquePrefix = (): string => `t${randomUUID().slice(0, 8)}.`;

const spawnBroker = async (options: { data: string; port: number }): Promise<RunningBroker> => {
  const tool = path.join(__dirname, '../../../../tools/kafka/spawn.mjs');
  const { spawnBroker: spawn } = (await import(tool)) as {
    spawnBroker: (options: { data: string; port: number }) => Promise<RunningBroker>;
  };
  return spawn(options);
};

/** Starts a broker for one suite. Its records outlive stop and kill, until remove. */
export const ownBroker = async (): Promise<OwnBroker> => {
  const data = await mkdtemp(path.join(tmpdir(), 'ao-kafka-own-'));
  let running = await spawnBroker({ data, port: 0 });
  const { brokers } = running;
  const port = Number(brokers.split(':')[1]);
  return {
    brokers: [brokers],
    start: async () => {
      running = await spawnBroker({ data, port });
    },
    stop: () => running.stop(),
    kill: () => running.kill(),
    remove: async () => {
      await running.kill();
      await rm(data, { recursive: true, force: true, maxRetries: 3 });
    },
  };
};
