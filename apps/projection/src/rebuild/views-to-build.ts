import { identifier, type Sql } from '@ao/postgres';
import { tableName } from '../store/view-table.js';
import type { AnyView } from '../view/view.js';

/** Where to look. */
export interface BuildCheck {
  readonly schema: string;
  readonly group: string;
  readonly views: readonly AnyView[];
}

/** Views that are new, lost, or of an older revision, while their consumer has already taken facts: only the log can fill them. */
export const viewsToBuild = async (sql: Sql, { schema, group, views }: BuildCheck): Promise<readonly AnyView[]> => {
  const name = identifier(schema);
  const [begun] = await sql.unsafe(`select from ${name}.consumer_checkpoints where consumer_group = $1 limit 1`, [
    group,
  ]);
  if (begun === undefined) return [];
  const built = await sql.unsafe<{ name: string; revision: number }[]>(`select name, revision from ${name}.views`);
  const tables = await sql<{ tablename: string }[]>`select tablename from pg_tables where schemaname = ${schema}`;
  return views.filter(
    (view) =>
      !built.some((row) => row.name === view.name && row.revision === view.revision) ||
      !tables.some(({ tablename }) => tablename === tableName(view)),
  );
};
