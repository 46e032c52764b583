import { join } from 'node:path';
import { kafkaBus, type EventBus } from '@ao/event-bus';
import { connect, startEmbeddedPostgres, type Sql } from '@ao/postgres';
import { scratchFolder } from '../platform/scratch-folder.js';

/** What both sides run on: one Kafka, one durable Postgres. */
export interface Place {
  readonly brokers: readonly string[];
  readonly database: string;
}

/** The same with what publishes and looks. */
export interface Stand extends Place {
  /** For publishing; a client of its own. */
  readonly bus: EventBus;
  /** For looking at what was written; connections of its own. */
  readonly sql: Sql;
  stop(): Promise<void>;
}

interface Broker {
  readonly brokers: string;
  stop(): Promise<void>;
}

const startBroker = async (): Promise<Broker> => {
  const { spawnBroker } = (await import(join(__dirname, '../../../kafka/spawn.mjs'))) as {
    spawnBroker: () => Promise<Broker>;
  };
  return spawnBroker();
};

/** Starts a broker and a Postgres of the benchmark's own, with the platform's topics. */
export const startStand = async (): Promise<Stand> => {
  const [broker, postgres] = await Promise.all([
    startBroker(),
    startEmbeddedPostgres({ dataDir: scratchFolder(), persistent: false }),
  ]);
  const brokers = [broker.brokers];
  const bus = kafkaBus({ brokers, clientId: 'bench' });
  const sql = connect({ url: postgres.url, max: 2, applicationName: 'bench' });
  await bus.ensureTopics();
  return {
    brokers,
    database: postgres.url,
    bus,
    sql,
    stop: async () => {
      await bus.close();
      await sql.end({ timeout: 5 });
      await Promise.all([broker.stop(), postgres.stop()]);
    },
  };
};

/** One side of the comparison while it follows the topic of episodes. */
export interface Side {
  /** The table that it fills: quoted, with its schema. */
  readonly table: string;
  stop(): Promise<void>;
}

/** Starts a side that reads the topic from its beginning into tables of its own. */
export type StartSide = (place: Place, name: string) => Promise<Side>;
