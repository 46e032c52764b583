import type { Sql, Tx } from '../connection/connect.js';
import { identifier } from '../connection/identifier.js';
import { withDomainErrors } from '../connection/trouble.js';
import {
  migrationFiles,
  pendingMigrations,
  type AppliedMigration,
  type Migration,
  type MigrationOrigin,
} from './migration-files.js';

export interface MigrateOptions {
  readonly sql: Sql;
  /** The service's own schema; made where it is missing. */
  readonly schema: string;
  /** Whose SQL files to run, in this order. */
  readonly origins: readonly MigrationOrigin[];
}

const ensureLedger = async (tx: Tx, schema: string): Promise<void> => {
  // The lock keeps replicas that start together apart; it ends with the transaction.
  await tx`select pg_advisory_xact_lock(hashtextextended(${`migrate ${schema}`}, 0))`;
  await tx.unsafe(`create schema if not exists ${identifier(schema)}`);
  await tx.unsafe(`set local search_path to ${identifier(schema)}`);
  await tx`
    create table if not exists migrations (
      origin text not null,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now(),
      primary key (origin, name)
    )`;
};

const apply = async (tx: Tx, { origin, name, checksum, text }: Migration): Promise<void> => {
  await tx.unsafe(text).simple();
  await tx`insert into migrations (origin, name, checksum) values (${origin}, ${name}, ${checksum})`;
};

/**
 * Brings a schema up to date, all in one transaction: one origin after the other, the files of each in the order of their
 * numbers. The files name no schema: the search path is the service's schema alone. Answers the names of what was applied now.
 * Throws DomainError `failed_precondition` where an applied file was changed or a new one has too low a number.
 */
export const migrate = async ({ sql, schema, origins }: MigrateOptions): Promise<readonly string[]> => {
  const known = origins.flatMap(migrationFiles);
  return withDomainErrors(
    sql.begin(async (tx) => {
      await ensureLedger(tx, schema);
      const applied = await tx<AppliedMigration[]>`select origin, name, checksum from migrations`;
      const pending = pendingMigrations(known, applied);
      for (const migration of pending) await apply(tx, migration);
      return pending.map(({ name }) => name);
    }),
  );
};
