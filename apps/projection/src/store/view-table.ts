import { identifier, type Sql, type Tx } from '@ao/postgres';
import type { AnyView, ViewRow } from '../view/view.js';

/** Runs on the pool or in a transaction. */
export type Queryable = Pick<Sql | Tx, 'unsafe'>;

/** A row as it is written. Links are rows that are not served. */
export interface StoredRow {
  readonly id: string;
  readonly row: ViewRow;
}

/** The statements of one view's table. */
export interface ViewTable {
  readonly view: AnyView;
  /** Quoted, with its schema. */
  readonly name: string;
  /** Makes the table and its indexes where they are missing. */
  create(sql: Queryable): Promise<void>;
  load(sql: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, ViewRow>>;
  write(sql: Queryable, rows: readonly StoredRow[]): Promise<void>;
}

/** Plain name of a view's table: `task-sets` -> `task_sets`; the one that a rebuild fills ends in `_next`. */
export const tableName = (view: Pick<AnyView, 'name'>, next = false): string =>
  `${view.name.replaceAll('-', '_')}${next ? '_next' : ''}`;

const creation = (name: string, { filters, insertOnly }: AnyView): string => `
  create table if not exists ${name} (
    id text collate "C" primary key,
    version bigint not null,
    created_at timestamptz,
    body json not null
    ${filters.map((filter) => `, ${identifier(filter)} text collate "C"`).join('')}
  ) with (fillfactor = ${insertOnly ? 100 : 70})`;

/** Rows newest first, of all and of each filter's value. */
const indexes = (name: string, { filters }: AnyView): readonly string[] =>
  [[], ...filters.map((filter) => [identifier(filter)])].map(
    (columns) =>
      `create index on ${name} (${[...columns, 'created_at desc', 'id desc'].join(', ')}) where created_at is not null`,
  );

const writing = (name: string, { filters, insertOnly }: AnyView): string => {
  const columns = filters.map(identifier);
  const given = ['id', 'version', 'created_at', 'body', ...columns];
  // The driver would encode a json[] once more: the bodies travel as text.
  const types = ['text[]', 'bigint[]', 'timestamptz[]', 'text[]::json[]', ...columns.map(() => 'text[]')];
  const newer = `do update set ${given
    .slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')} where kept.version <= excluded.version`;
  return `
    insert into ${name} as kept (${given.join(', ')})
    select * from unnest(${types.map((type, at) => `$${at + 1}::${type}`).join(', ')})
    on conflict (id) ${insertOnly ? 'do nothing' : newer}`;
};

const fieldText = (row: ViewRow, field: string): string | null => {
  const value = (row as unknown as Readonly<Record<string, unknown>>)[field];
  return value === null || value === undefined ? null : String(value);
};

const columnsOf = (rows: readonly StoredRow[], filters: readonly string[]): (string | number | null)[][] => [
  rows.map(({ id }) => id),
  rows.map(({ row }) => row.version),
  rows.map(({ row }) => row.created_at),
  rows.map(({ row }) => JSON.stringify(row)),
  ...filters.map((filter) => rows.map(({ row }) => fieldText(row, filter))),
];

/** The table of a view in a schema. */
export const viewTable = (schema: string, view: AnyView, next = false): ViewTable => {
  const name = `${identifier(schema)}.${identifier(tableName(view, next))}`;
  const loading = `select id, body from ${name} where id = any($1::text[])`;
  const write = writing(name, view);
  return {
    view,
    name,
    async create(sql) {
      const [found] = await sql.unsafe('select to_regclass($1) is not null as there', [name]);
      if (found?.['there']) return;
      await sql.unsafe(creation(name, view));
      for (const index of indexes(name, view)) await sql.unsafe(index);
    },
    async load(sql, ids) {
      if (ids.length === 0) return new Map();
      const rows = await sql.unsafe<{ id: string; body: ViewRow }[]>(loading, [[...ids]], { prepare: true });
      return new Map(rows.map(({ id, body }) => [id, body]));
    },
    async write(sql, rows) {
      if (rows.length > 0) await sql.unsafe(write, columnsOf(rows, view.filters) as never, { prepare: true });
    },
  };
};
