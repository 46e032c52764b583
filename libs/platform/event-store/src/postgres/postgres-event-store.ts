import type { DomainEvent } from '@ao/kernel';
import { appendHints } from '../append-hints.js';
import { type Sql, type Tx, withDomainErrors } from '@ao/postgres';
import type { AppendCheck, EventStore, StreamAppend } from '../event-store.js';
import { appender } from './append.js';
import { logReader, streamReader } from './read.js';

/** The log in Postgres, which can also take part in a transaction that writes other tables. */
export type PostgresEventStore = EventStore<Tx>;

export interface PostgresEventStoreOptions {
  readonly sql: Sql;
  /** The service's schema, migrated. */
  readonly schema: string;
  /** Default: everything may be appended. */
  readonly check?: AppendCheck | undefined;
}

/** The event store of one service in its Postgres schema. */
export const postgresEventStore = ({ sql, schema, check }: PostgresEventStoreOptions): PostgresEventStore => {
  const { deliver, onAppend } = appendHints();
  const appendTo = appender(schema, check);
  const readStream = streamReader(sql, schema);
  const appendedIn = new WeakSet<Tx>();
  const appendAll = async (appends: readonly StreamAppend[]): Promise<void> => {
    if (await appendTo(sql, appends)) deliver();
  };
  return {
    async read<Event extends DomainEvent>(stream: string, after = 0) {
      const events = await readStream<Event>(stream, after);
      return { events, version: events.at(-1)?.version ?? after };
    },
    async append(append) {
      await appendAll([append]);
      return append.expectedVersion + append.events.length;
    },
    appendAll,
    readAll: logReader(sql, schema),
    onAppend,
    async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      const done = await withDomainErrors(
        sql.begin(async (tx) => ({ result: await work(tx), appended: appendedIn.has(tx) })),
      );
      if (done.appended) deliver();
      return done.result;
    },
    async appendIn(tx, appends) {
      if (await appendTo(tx, appends)) appendedIn.add(tx);
    },
    deliverAppendHint: deliver,
  };
};
