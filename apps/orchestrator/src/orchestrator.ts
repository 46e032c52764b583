import type { Catalogue, CatalogueCommand, CatalogueEvent } from '@ao/domain-orchestrator';
import type { CommandHandler, EventStore } from '@ao/event-store';
import type { Sql } from '@ao/postgres';
import type { LedgerCommands } from './gate-ledger/reserve-alpha.js';
import type { OrchestratorSettings } from './orchestrator.settings.js';
import type { JobCommands } from './training-job/job-runner.js';
import type { Peers } from './orchestrator.peers.js';

/** The aggregates, the peers and the settings. */
export interface Orchestrator {
  readonly jobs: JobCommands;
  readonly catalogue: CommandHandler<CatalogueCommand, CatalogueEvent, Catalogue>;
  readonly ledgers: LedgerCommands;
  readonly peers: Peers;
  readonly settings: OrchestratorSettings;
  /** Its tables besides the log. */
  readonly sql: Sql;
  /** The service's log, for who reads a whole history. */
  readonly store: EventStore;
}
