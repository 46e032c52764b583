import { DomainError } from '@ao/kernel';
import type postgres from 'postgres';
import { v7 as uuid } from 'uuid';
import { type Sql, type Tx, identifier, asDomainError, violatedKey } from '@ao/postgres';
import type { AppendCheck, StreamAppend } from '../event-store.js';

/** Runs on the pool or in a transaction. */
export type Queryable = Pick<Sql | Tx, 'unsafe'>;

type Parameters = Parameter[];
type Parameter = postgres.JSONValue;

const columns = '(stream, version, event_id, type, data, metadata)';

/** What an insert sends, column by column. */
interface Statement {
  readonly text: string;
  readonly parameters: (appends: readonly StreamAppend[]) => Parameters;
}

const ids = (events: StreamAppend['events']): string[] => events.map(() => uuid());
const types = (events: StreamAppend['events']): string[] => events.map(({ type }) => type);
const jsonb = 3802;

/** The driver takes an object that has a `type` for a parameter of its own and sends the `value` in it: so each is made one. */
const data = (events: StreamAppend['events']): Parameter[] =>
  events.map((event) => ({ type: jsonb, value: event.data as Parameter }));

/**
 * Events for one stream. It inserts all rows, or none where the stream's last event is not what the caller saw: absent (a gap would
 * come), or of a transaction that got its number after ours. In the latter case our event, though the later version, would sort
 * before it in the order of the relay; it happens where the append is not the first write of its transaction.
 */
const oneStream = (events: string): Statement => ({
  text: `
    insert into ${events} ${columns}
    select $1, $2::int + number::int, event_id, type, data, $3::jsonb
    from unnest($4::uuid[], $5::text[], $6::jsonb[]) with ordinality as event (event_id, type, data, number)
    where $2::int = 0
      or exists (select from ${events} where stream = $1 and version = $2::int and transaction_id <= pg_current_xact_id())`,
  parameters: ([append]) => {
    const { stream, expectedVersion, metadata, events: added } = append as StreamAppend;
    return [stream, expectedVersion, metadata as unknown as Parameter, ids(added), types(added), data(added)];
  },
});

/**
 * Events for many streams, with the same check for each. The limit takes nothing away: without it Postgres, expecting ten rows of any
 * unnest, would plan the statement anew at each call.
 */
const manyStreams = (events: string): Statement => ({
  text: `
    insert into ${events} ${columns}
    select * from unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::jsonb[], $6::jsonb[])
    where cardinality($7::text[]) = (
      select count(*)
      from (select * from unnest($7::text[], $8::int[]) limit (select cardinality($7::text[]))) as head (stream, version), lateral (
        select from ${events}
        where events.stream = head.stream and events.version = head.version and events.transaction_id <= pg_current_xact_id()
        limit 1
      ) as known
    )`,
  parameters: (appends) => {
    const heads = appends.filter(({ expectedVersion }) => expectedVersion > 0);
    const added = appends.flatMap(({ events: some }) => some);
    return [
      appends.flatMap(({ stream, events: some }) => some.map(() => stream)),
      appends.flatMap(({ expectedVersion, events: some }) => some.map((_, index) => expectedVersion + index + 1)),
      ids(added),
      types(added),
      data(added),
      appends.flatMap(({ metadata, events: some }) => some.map(() => metadata as unknown as Parameter)),
      heads.map(({ stream }) => stream),
      heads.map(({ expectedVersion }) => expectedVersion),
    ];
  },
});

const expectation = ({ stream, expectedVersion }: StreamAppend): string =>
  expectedVersion === 0 ? `${stream} to be new` : `${stream} at version ${expectedVersion}`;

const conflict = (appends: readonly StreamAppend[], key: string): DomainError => {
  const raced = appends.filter(({ stream }) => key.includes(`(${stream}, `));
  return new DomainError(
    'aborted',
    `Expected ${(raced.length > 0 ? raced : appends).map(expectation).join(' and ')}, but another writer has appended.`,
  );
};

const unmet = (appends: readonly StreamAppend[]): DomainError =>
  new DomainError(
    'aborted',
    `Expected ${appends.map(expectation).join(' and ')}, but a stream ends before that version, or its last event belongs to a later transaction than this one: load again in a new transaction.`,
  );

/** The appends that have events, in the order in which their rows are locked: two that race for the same streams cannot deadlock. */
const ordered = (appends: readonly StreamAppend[]): readonly StreamAppend[] => {
  const some = appends
    .filter(({ events }) => events.length > 0)
    .sort((one, other) => (one.stream < other.stream ? -1 : 1));
  const double = some.find(({ stream }, index) => stream === some[index - 1]?.stream);
  if (double) throw new DomainError('invalid_argument', `The stream ${double.stream} stands twice in one append.`);
  return some;
};

/** How one schema's log is appended to, in one statement for all the streams; answers whether there was anything to append. */
export const appender = (
  schema: string,
  check: AppendCheck = () => undefined,
): ((sql: Queryable, appends: readonly StreamAppend[]) => Promise<boolean>) => {
  const events = `${identifier(schema)}.events`;
  const one = oneStream(events);
  const many = manyStreams(events);
  return async (sql, appends) => {
    const some = ordered(appends);
    if (some.length === 0) return false;
    some.forEach(check);
    const { text, parameters } = some.length === 1 ? one : many;
    const { count } = await sql.unsafe(text, parameters(some), { prepare: true }).catch((error: unknown) => {
      const key = violatedKey(error);
      throw key === undefined ? asDomainError(error) : conflict(some, key);
    });
    if (count === 0) throw unmet(some);
    return true;
  };
};
