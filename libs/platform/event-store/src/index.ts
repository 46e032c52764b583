export {
  logStart,
  type AppendCheck,
  type EventMetadata,
  type EventStore,
  type LogPosition,
  type RecordedEvent,
  type StreamAppend,
} from './event-store.js';
export {
  postgresEventStore,
  type PostgresEventStore,
  type PostgresEventStoreOptions,
} from './postgres/postgres-event-store.js';
export { eventStoreMigrations } from './event-store-migrations.js';
export { memoryEventStore } from './memory/memory-event-store.js';
export {
  commandHandler,
  type CommandHandler,
  type CommandHandlerOf,
  type CommandHandlerOptions,
  type Handled,
} from './command-handler/command-handler.js';
export { type ParkedEvent } from './relay/parked-event.js';
export { changeStreams, type ChangeStreamsOptions, type StreamsChange } from './change-streams.js';
export { decideIn, type FoldedStream } from './decide-in.js';
export { relay, type Relay, type RelayOptions } from './relay/relay.js';
export {
  memoryRelayCheckpoints,
  postgresRelayCheckpoints,
  type PostgresRelayCheckpointsOptions,
  type RelayCheckpoints,
  type RelayPage,
  type RelayProgress,
} from './relay/relay-checkpoints.js';
export {
  effectOnce,
  type EffectOnceOptions,
  type OffsetBatch,
  type PreparedEffectOnceOptions,
} from './consumer/effect-once.js';
