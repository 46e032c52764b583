import {
  eventStoreMigrations,
  postgresEventStore,
  postgresRelayCheckpoints,
  relay,
  type PostgresEventStore,
  type Relay,
} from '@ao/event-store';
import { migrate } from '@ao/postgres';
import { gauge } from '@ao/observability';
import { toFacts, type Publisher } from './facts.js';
import type { ServiceRuntime } from './service-runtime.js';

/** What a service's log needs. */
export interface ServiceLogOptions {
  readonly runtime: ServiceRuntime;
  /** The service's schema in Postgres. */
  readonly schema: string;
  /** Folder of the service's own SQL files, where it has any. */
  readonly migrations?: string;
  readonly publisher: Publisher;
}

/** The log of one service: its store, and the relay that publishes it. */
export interface ServiceLog {
  readonly store: PostgresEventStore;
  /** Brings the schema up to date and starts to publish. */
  start(): Promise<void>;
  /** Lets the page under way finish, and stops. */
  stop(): Promise<void>;
  /** True when every event is on the bus. */
  caughtUp(): Promise<boolean>;
}

const behind = gauge('ao_relay_failures', 'Failures of the relay in a row', ['service']);

/** Opens a service's log. */
export const serviceLog = ({ runtime, schema, migrations, publisher }: ServiceLogOptions): ServiceLog => {
  const { sql, bus, logger, name } = runtime;
  const store = postgresEventStore({ sql, schema });
  let running: Relay | undefined;
  return {
    store,
    async start() {
      const applied = await migrate({
        sql,
        schema,
        origins: [
          eventStoreMigrations,
          ...(migrations === undefined ? [] : [{ name: 'service', directory: migrations }]),
        ],
      });
      if (applied.length > 0) logger.info({ schema, applied }, 'migrated');
      running = relay({
        store,
        name: 'facts',
        checkpoints: postgresRelayCheckpoints({ sql, schema }),
        publish: async (events) => {
          const facts = events.flatMap((event) => toFacts(name, publisher, event));
          if (facts.length > 0) await bus.publish(facts);
          behind.set({ service: name }, 0);
        },
        onFailure: (error, failures) => {
          behind.set({ service: name }, failures);
          logger.warn({ err: error, failures }, 'facts could not be published; trying again');
        },
      });
    },
    stop: async () => running?.close(),
    caughtUp: async () => (await running?.caughtUp()) ?? false,
  };
};
