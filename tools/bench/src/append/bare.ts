import { v7 as uuid } from 'uuid';
import type { Sql } from '@ao/postgres';
import type { Sample } from './sample.js';

/** Writes the sample's events as a new stream. */
export type Write = (stream: string, sample: Sample) => Promise<void>;

/** The rival: the same rows into the same table by one bare unnest, with none of the store's promises. */
export type BareForm = 'every column an array' | 'constants once' | 'json as text';

type Form = (sql: Sql) => Write;

const run = async (sql: Sql, text: string, parameters: readonly unknown[]): Promise<void> => {
  await sql.unsafe(text, parameters as never, { prepare: true });
};

const columns = '(stream, version, event_id, type, data, metadata)';

const arrays =
  (json: 'jsonb[]' | 'text[]::jsonb[]'): Form =>
  (sql) => {
    const text = `insert into bare.events ${columns} select * from unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::${json}, $6::${json})`;
    const encode = (value: object): unknown => (json === 'jsonb[]' ? value : JSON.stringify(value));
    return (stream, { events, metadata }) => {
      const all = <T>(make: (index: number) => T): T[] => events.map((_, index) => make(index));
      const [data, head] = [events.map((event) => encode(event.data)), encode(metadata)];
      return run(sql, text, [
        all(() => stream),
        all((index) => index + 1),
        all(() => uuid()),
        events.map(({ type }) => type),
        data,
        all(() => head),
      ]);
    };
  };

const constantsOnce: Form = (sql) => {
  const text = `
    insert into bare.events ${columns}
    select $1, number, event_id, type, data, $2::jsonb from unnest($3::uuid[], $4::text[], $5::jsonb[]) with ordinality as event (event_id, type, data, number)`;
  return (stream, { events, metadata }) =>
    run(sql, text, [
      stream,
      metadata,
      events.map(() => uuid()),
      events.map(({ type }) => type),
      events.map(({ data }) => data),
    ]);
};

/** The forms that a careful hand would try; which is the fastest depends on the batch. */
export const bareForms: Readonly<Record<BareForm, Form>> = {
  'every column an array': arrays('jsonb[]'),
  'constants once': constantsOnce,
  'json as text': arrays('text[]::jsonb[]'),
};
