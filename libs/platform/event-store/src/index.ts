export {
  logStart,
  type EventMetadata,
  type EventStore,
  type LogPosition,
  type RecordedEvent,
  type StreamAppend,
} from './event-store.js';
export { connect, pingPostgres, type ConnectOptions, type Sql, type Tx } from './connection/connect.js';
export { identifier } from './connection/identifier.js';
export { asDomainError, withDomainErrors } from './connection/trouble.js';
export {
  postgresEventStore,
  type PostgresEventStore,
  type PostgresEventStoreOptions,
} from './postgres/postgres-event-store.js';
export { memoryEventStore } from './memory/memory-event-store.js';
export { migrate, eventStoreMigrations, type MigrateOptions } from './migrate/migrate.js';
export { packageDirectory } from './migrate/package-directory.js';
export {
  commandHandler,
  type CommandHandler,
  type CommandHandlerOptions,
  type Handled,
} from './command-handler/command-handler.js';
export { relay, type Relay, type RelayOptions } from './relay/relay.js';
export {
  memoryRelayCheckpoints,
  postgresRelayCheckpoints,
  type PostgresRelayCheckpointsOptions,
  type RelayCheckpoints,
  type RelayPage,
} from './relay/relay-checkpoints.js';
export { effectOnce, type EffectOnceOptions, type OffsetBatch } from './consumer/effect-once.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres/embedded-postgres.js';
