import type { PostgresEventStore } from '@ao/event-store';
import { asDomainError, type Sql, type Tx } from '@ao/postgres';

/** Name of the service's schema. */
export const schema = 'evaluation';

/** The service's tables and its log, in one Postgres. */
export interface Database {
  readonly sql: Sql;
  readonly log: PostgresEventStore;
}

/**
 * Locks this thing until the transaction ends, by an advisory lock. Take it before the first write: a transaction gets its place in
 * the log at its first write, so those that wait here append in the order in which they commit.
 */
export const lockUntilCommit = async (tx: Tx, thing: string): Promise<void> => {
  await tx`select pg_advisory_xact_lock(hashtextextended(${thing}, 0))`;
};

/** The same items; the database's errors come in the platform's words. */
export async function* inDomainErrors<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    throw asDomainError(error);
  }
}
