import {
  eventStoreMigrations,
  postgresEventStore,
  type PostgresEventStore,
  type ParkedEvent,
  type Relay,
} from '@ao/event-store';
import { migrate, type MigrationOrigin } from '@ao/postgres';
import type { Publisher } from './facts.js';
import { logsOn } from './log-registry.js';
import { publishableOnly } from './publishable-facts.js';
import { startRelay } from './start-relay.js';
import type { ServiceRuntime } from './service-runtime.js';

/** What a service's log needs. */
export interface ServiceLogOptions {
  readonly runtime: ServiceRuntime;
  /** The service's schema in Postgres. */
  readonly schema: string;
  /** The service's own SQL files, where it has any. */
  readonly migrations?: MigrationOrigin;
  /** Absent where the service publishes nothing. */
  readonly publisher?: Publisher;
}

/** The log of one service: its store, and the relay that publishes it. */
export interface ServiceLog {
  readonly store: PostgresEventStore;
  /** Brings the schema up to date and starts to publish. */
  start(): Promise<void>;
  /** Lets the page under way finish, and stops. */
  stop(): Promise<void>;
  /** True when every event is on the bus, but for those that never can be. */
  caughtUp(): Promise<boolean>;
  /** The events that can never be published. */
  parked(): Promise<readonly ParkedEvent[]>;
  /** Tries them again, after a mend; answers how many are published now. It is done at each start too. */
  retryParked(): Promise<number>;
}

/** Opens a service's log. */
export const serviceLog = (options: ServiceLogOptions): ServiceLog => {
  const { runtime, schema, migrations, publisher } = options;
  const { sql, bus, logger, name } = runtime;
  const store = postgresEventStore({
    sql,
    schema,
    ...(publisher === undefined ? {} : { check: publishableOnly(name, publisher) }),
  });
  let running: Relay | undefined;
  const log: ServiceLog = {
    store,
    async start() {
      const applied = await migrate({
        sql,
        schema,
        origins: [eventStoreMigrations, ...(migrations === undefined ? [] : [migrations])],
      });
      if (applied.length > 0) logger.info({ schema, applied }, 'migrated');
      if (publisher === undefined) return;
      running = startRelay({ runtime, schema, publisher, store });
      logsOn(bus).set(name, log);
    },
    stop: async () => running?.close(),
    caughtUp: async () => (await running?.caughtUp()) ?? publisher === undefined,
    parked: async () => (await running?.parked()) ?? [],
    retryParked: async () => (await running?.retryParked()) ?? 0,
  };
  return log;
};
