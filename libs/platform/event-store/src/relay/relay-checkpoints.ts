import { type Sql, type Tx, identifier, withDomainErrors } from '@ao/postgres';
import { logStart, type EventStore, type LogPosition } from '../event-store.js';
import type { ParkedEvent } from './parked-event.js';
import { memoryParkedEvents, postgresParkedEvents, type ParkedEvents } from './parked-events.js';

/** What a page of a relay came to. */
export interface RelayProgress {
  /** Where the log is published to now. */
  readonly reached: LogPosition;
  /** What of the page can never be published. */
  readonly parked: readonly ParkedEvent[];
}

/** One page of a relay: takes where the log was published to. */
export type RelayPage = (after: LogPosition) => Promise<RelayProgress>;

/** How far each relay has published its log. */
export interface RelayCheckpoints {
  readonly parked: ParkedEvents;
  /**
   * Runs a page and saves what it answers, position and parked events at once. One page of a name runs at a time among all processes: false where another process runs
   * one right now. A page that throws changes nothing.
   */
  advance(name: string, page: RelayPage): Promise<boolean>;
  /** Events that lie after the checkpoint. */
  waiting(name: string): Promise<number>;
}

export interface PostgresRelayCheckpointsOptions {
  readonly sql: Sql;
  readonly schema: string;
}

const loader = (schema: string) => {
  const text = `select transaction_id, position::text from ${identifier(schema)}.relay_checkpoints where name = $1`;
  return async (sql: Sql | Tx, name: string): Promise<LogPosition> => {
    const [row] = await sql.unsafe<{ transaction_id: string; position: string }[]>(text, [name], { prepare: true });
    return row ? { transactionId: row.transaction_id, position: row.position } : logStart;
  };
};

const saver = (schema: string) => {
  const text = `
    insert into ${identifier(schema)}.relay_checkpoints (name, transaction_id, position) values ($1, $2::xid8, $3::bigint)
    on conflict (name) do update set transaction_id = excluded.transaction_id, position = excluded.position, updated_at = now()`;
  return async (tx: Tx, name: string, { transactionId, position }: LogPosition): Promise<void> => {
    await tx.unsafe(text, [name, transactionId, position], { prepare: true });
  };
};

const counter = (schema: string) => {
  const text = `select count(*)::int as waiting from ${identifier(schema)}.events where (transaction_id, position) > ($1::xid8, $2::bigint)`;
  return async (sql: Sql, { transactionId, position }: LogPosition): Promise<number> => {
    const [row] = await sql.unsafe<{ waiting: number }[]>(text, [transactionId, position], { prepare: true });
    return row?.waiting ?? 0;
  };
};

/**
 * Checkpoints in Postgres. The lock is an advisory one that ends with the page's transaction: where a process dies the next page of
 * another one takes over at once. It gives the transaction no number before the checkpoint is saved, so the relay holds nobody up.
 */
export const postgresRelayCheckpoints = ({ sql, schema }: PostgresRelayCheckpointsOptions): RelayCheckpoints => {
  const load = loader(schema);
  const save = saver(schema);
  const count = counter(schema);
  const parking = postgresParkedEvents(sql, schema);
  const advanceIn = async (tx: Tx, name: string, page: RelayPage): Promise<boolean> => {
    const [lock] = await tx<
      { held: boolean }[]
    >`select pg_try_advisory_xact_lock(hashtextextended(${`relay ${schema} ${name}`}, 0)) as held`;
    if (!lock?.held) return false;
    const after = await load(tx, name);
    const { reached, parked } = await page(after);
    if (reached.position !== after.position) await save(tx, name, reached);
    await parking.add(tx, name, parked);
    return true;
  };
  return {
    parked: parking,
    advance: (name, page) => withDomainErrors(sql.begin((tx) => advanceIn(tx, name, page))),
    waiting: (name) => withDomainErrors(load(sql, name).then((after) => count(sql, after))),
  };
};

/** Checkpoints in the memory of this process, for tests. */
export const memoryRelayCheckpoints = (store: EventStore): RelayCheckpoints => {
  const reached = new Map<string, LogPosition>();
  const running = new Set<string>();
  const place = (name: string): LogPosition => reached.get(name) ?? logStart;
  const parking = memoryParkedEvents();
  return {
    parked: parking,
    async advance(name, page) {
      if (running.has(name)) return false;
      running.add(name);
      try {
        const progress = await page(place(name));
        reached.set(name, progress.reached);
        parking.add(name, progress.parked);
        return true;
      } finally {
        running.delete(name);
      }
    },
    waiting: async (name) => (await store.readAll(place(name), Number.MAX_SAFE_INTEGER)).length,
  };
};
