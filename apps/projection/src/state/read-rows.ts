import { DomainError, pageLimits } from '@ao/kernel';
import { identifier, withDomainErrors, type Sql } from '@ao/postgres';
import type { state } from '@ao/contracts';
import { viewTable } from '../store/view-table.js';
import { served } from '../view/served-row.js';
import type { AnyView, ViewRow } from '../view/view.js';
import { checkedFilters } from './checked-filters.js';
import { withLettersAbout } from './letters-about.js';
import { formatCursor, parseCursor } from './row-cursor.js';

interface Stored {
  readonly id: string;
  readonly version: bigint;
  readonly created_at: Date;
  readonly body: ViewRow;
}

/** Which rows. */
export type PageRequest = Pick<state.ListRowsRequest, 'filters' | 'cursor' | 'limit'>;

const { rows: mostRows, defaultRows: defaultLimit } = pageLimits;

const responseRow = ({ inTime }: AnyView, { id, version, body }: Stored, now: Date): state.Row => ({
  id,
  version: Number(version),
  body: served(inTime === undefined ? body : inTime.at(body, now)),
});

/** A condition on a filter's value, and the values that it needs. */
const filterCondition = (
  { inTime }: AnyView,
  [field, value]: readonly [string, string],
  before: number,
  now: Date,
): { readonly text: string; readonly values: readonly string[] } => {
  const changing = inTime?.where[field];
  if (changing === undefined) return { text: `${identifier(field)} = $${before + 1}`, values: [value] };
  return { text: changing(`$${before + 1}::text`, `$${before + 2}`), values: [value, now.toISOString()] };
};

const checkedLimit = (limit: number): number => {
  if (limit < 0 || limit > mostRows)
    throw new DomainError('invalid_argument', `a page has at most ${mostRows} rows`, [
      { path: 'limit', message: `must be 1 to ${mostRows}` },
    ]);
  return limit === 0 ? defaultLimit : limit;
};

/** The row with this id. Throws DomainError `not_found`. */
export const readRow = async (sql: Sql, schema: string, view: AnyView, id: string): Promise<state.Row> => {
  const text = `select id, version, body from ${viewTable(schema, view).name} where id = $1 and created_at is not null`;
  const [row] = await withDomainErrors(sql.unsafe<Stored[]>(text, [id], { prepare: true }));
  if (row === undefined) throw new DomainError('not_found', `there is no ${id.slice(0, 200)} in ${view.name}`);
  const [marked] = await withLettersAbout(sql, schema, view, [responseRow(view, row, new Date())]);
  return marked as state.Row;
};

/** A page of rows, newest first. */
export const readPage = async (
  sql: Sql,
  schema: string,
  view: AnyView,
  request: PageRequest,
): Promise<state.ListRowsResponse> => {
  const filters = checkedFilters(view, request.filters);
  const limit = checkedLimit(request.limit);
  const cursor = request.cursor === '' ? undefined : parseCursor(request.cursor);
  const now = new Date();
  const conditions = ['created_at is not null'];
  const values: string[] = [];
  for (const filter of filters) {
    const condition = filterCondition(view, filter, values.length, now);
    conditions.push(condition.text);
    values.push(...condition.values);
  }
  if (cursor) {
    conditions.push(`(created_at, id) < ($${values.length + 1}::text::timestamptz, $${values.length + 2})`);
    values.push(cursor.createdAt, cursor.id);
  }
  const text = `select id, version, created_at, body from ${viewTable(schema, view).name} where ${conditions.join(' and ')} order by created_at desc, id desc limit ${limit + 1}`;
  const rows = await withDomainErrors(sql.unsafe<Stored[]>(text, values, { prepare: true }));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: await withLettersAbout(
      sql,
      schema,
      view,
      page.map((row) => responseRow(view, row, now)),
    ),
    nextCursor: more ? formatCursor({ createdAt: last.created_at.toISOString(), id: last.id }) : '',
  };
};
