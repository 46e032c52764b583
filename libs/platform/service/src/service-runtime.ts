import type { EventBus } from '@ao/event-bus';
import type { Sql } from '@ao/postgres';
import type { Logger } from '@ao/observability';
import type { AccessTokens } from '@ao/rpc';
import type { Peers } from './peers.js';

/** What a service runs on: the same in one process and in a cluster. */
export interface ServiceRuntime {
  /** Name of the service: the source of its facts and the label of its logs. */
  readonly name: string;
  /** Another schema than the descriptor's: for tests and benchmarks that run a service twice on one database. */
  readonly schema?: string;
  readonly sql: Sql;
  readonly bus: EventBus;
  readonly logger: Logger;
  readonly peers: Peers;
  /** Opens the peers' ports. */
  readonly serviceToken: string;
  readonly access: AccessTokens;
}

/** Nest token of the runtime, for the controllers that every process has. */
export const SERVICE_RUNTIME = Symbol('SERVICE_RUNTIME');
