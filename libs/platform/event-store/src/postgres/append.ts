import { DomainError } from '@ao/kernel';
import type postgres from 'postgres';
import { v7 as uuid } from 'uuid';
import type { Sql, Tx } from '../connection/connect.js';
import { identifier } from '../connection/identifier.js';
import { asDomainError, violatedKey } from '../connection/trouble.js';
import type { StreamAppend } from '../event-store.js';

/** Runs on the pool or in a transaction. */
export type Queryable = Pick<Sql | Tx, 'unsafe'>;

/**
 * One statement for any number of streams and events. It inserts all rows, or none where a stream's last event is not what the
 * caller saw: absent (a gap would come), or of a transaction that got its number after ours. In the latter case our event, though the
 * later version, would sort before it in the order of the relay; it happens where the append is not the first write of its transaction.
 */
const appendText = (schema: string): string => `
  insert into ${identifier(schema)}.events (stream, version, event_id, type, data, metadata)
  select * from unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::jsonb[], $6::jsonb[])
  where (
    select count(*) from unnest($7::text[], $8::int[]) as head (stream, version), lateral (
      select from ${identifier(schema)}.events
      where events.stream = head.stream and events.version = head.version and events.transaction_id <= pg_current_xact_id()
      limit 1
    ) as known
  ) = cardinality($7::text[])`;

type Columns = [string[], number[], string[], string[], postgres.JSONValue[], postgres.JSONValue[], string[], number[]];

const columnsOf = (appends: readonly StreamAppend[]): Columns => {
  const columns: Columns = [[], [], [], [], [], [], [], []];
  const [streams, versions, ids, types, data, metadata, heads, headVersions] = columns;
  for (const append of appends) {
    if (append.expectedVersion > 0) {
      heads.push(append.stream);
      headVersions.push(append.expectedVersion);
    }
    let version = append.expectedVersion;
    for (const event of append.events) {
      streams.push(append.stream);
      versions.push((version += 1));
      ids.push(uuid());
      types.push(event.type);
      data.push(event.data as postgres.JSONValue);
      metadata.push(append.metadata as unknown as postgres.JSONValue);
    }
  }
  return columns;
};

const expectation = ({ stream, expectedVersion }: StreamAppend): string => (expectedVersion === 0 ? `${stream} to be new` : `${stream} at version ${expectedVersion}`);

const conflict = (appends: readonly StreamAppend[], key: string): DomainError => {
  const raced = appends.filter(({ stream }) => key.includes(`(${stream}, `));
  return new DomainError('aborted', `Expected ${(raced.length > 0 ? raced : appends).map(expectation).join(' and ')}, but another writer has appended.`);
};

const unmet = (appends: readonly StreamAppend[]): DomainError =>
  new DomainError('aborted', `Expected ${appends.map(expectation).join(' and ')}, but a stream ends before that version, or its last event belongs to a later transaction than this one: load again in a new transaction.`);

/** The appends that have events, in the order in which their rows are locked: two that race for the same streams cannot deadlock. */
const ordered = (appends: readonly StreamAppend[]): readonly StreamAppend[] => {
  const some = appends.filter(({ events }) => events.length > 0).sort((one, other) => (one.stream < other.stream ? -1 : 1));
  const double = some.find(({ stream }, index) => stream === some[index - 1]?.stream);
  if (double) throw new DomainError('invalid_argument', `The stream ${double.stream} stands twice in one append.`);
  return some;
};

/** How one schema's log is appended to; answers whether there was anything to append. */
export const appender = (schema: string): ((sql: Queryable, appends: readonly StreamAppend[]) => Promise<boolean>) => {
  const text = appendText(schema);
  return async (sql, appends) => {
    const some = ordered(appends);
    if (some.length === 0) return false;
    const { count } = await sql.unsafe(text, columnsOf(some), { prepare: true }).catch((error: unknown) => {
      const key = violatedKey(error);
      throw key === undefined ? asDomainError(error) : conflict(some, key);
    });
    if (count === 0) throw unmet(some);
    return true;
  };
};
