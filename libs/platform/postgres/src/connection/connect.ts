import { DomainError } from '@ao/kernel';
import type postgres from 'postgres';
import { driver } from './driver.js';
import { withDomainErrors } from './trouble.js';

/** A pool of connections. Postgres' bigint is JavaScript's bigint. */
export type Sql = postgres.Sql<{ bigint: bigint }>;

/** A running transaction. */
export type Tx = postgres.TransactionSql<{ bigint: bigint }>;

export interface ConnectOptions {
  /** `postgres://user:password@host:port/database`, with the driver's options as query parameters. */
  readonly url: string;
  /** Most connections at once. Default 10. */
  readonly max?: number;
  /** Shown in pg_stat_activity, such as "orchestrator". */
  readonly applicationName: string;
}

const second = 1;

/**
 * Opens a pool; nothing is connected before the first query. Statements are prepared and kept per connection. Where the server is
 * away each query fails within seconds, and the pool connects again by itself. Close it with `end({ timeout: 5 })`.
 */
export const connect = ({ url, max = 10, applicationName }: ConnectOptions): Sql =>
  driver(url, {
    max,
    prepare: true,
    connect_timeout: 3 * second,
    idle_timeout: 300 * second,
    // A query waits for the back-off before it may fail: keep it short, or "unavailable" comes late.
    backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, 0.5) * second,
    onnotice: () => undefined,
    types: { bigint: driver.BigInt },
    connection: { application_name: applicationName },
  });

const deadline = (ms: number): { readonly passed: Promise<never>; stop(): void } => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new DomainError('unavailable', `Postgres did not answer within ${ms} ms.`)),
    ms,
  );
  return { passed: promise, stop: () => clearTimeout(timer) };
};

/** Throws DomainError `unavailable` where Postgres does not answer within the given milliseconds. */
export const pingPostgres = async (sql: Sql, timeoutMs = 2000): Promise<void> => {
  const { passed, stop } = deadline(timeoutMs);
  const answered = withDomainErrors(sql`select 1`);
  try {
    await Promise.race([answered, passed]);
  } finally {
    stop();
    answered.catch(() => undefined);
  }
};
