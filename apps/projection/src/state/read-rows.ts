import { DomainError, pageLimits } from '@ao/kernel';
import { identifier, withDomainErrors, type Sql } from '@ao/postgres';
import type { state } from '@ao/contracts';
import { viewTable } from '../store/view-table.js';
import { served } from '../view/served-row.js';
import type { AnyView, ViewRow } from '../view/view.js';
import { checkedFilters } from './checked-filters.js';
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

const responseRow = ({ id, version, body }: Stored): state.Row => ({
  id,
  version: Number(version),
  body: served(body) as Record<string, unknown>,
});

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
  return responseRow(row);
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
  const conditions = ['created_at is not null', ...filters.map(([field], at) => `${identifier(field)} = $${at + 1}`)];
  const values = filters.map(([, value]) => value);
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
    items: page.map(responseRow),
    nextCursor: more ? formatCursor({ createdAt: last.created_at.toISOString(), id: last.id }) : '',
  };
};
