import type { state } from '@ao/contracts';
import { withDomainErrors, type Sql } from '@ao/postgres';
import { viewTable } from '../store/view-table.js';
import { deadLetters, type DeadLetterRow } from '../trouble/dead-letters.view.js';
import { anyView, type AnyView } from '../view/view.js';

const letters = anyView(deadLetters);

/** What a row says of a dead letter. */
const mark = ({ letter_id, group, fact_type, reason }: DeadLetterRow): object => ({
  letter_id,
  group,
  fact_type,
  reason,
});

/**
 * The rows, each with the dead letters that wait about it. Joined when they are read: a mark is gone with the redrive, and no fold needs to
 * know of it.
 */
export const withLettersAbout = async (
  sql: Sql,
  schema: string,
  { about }: AnyView,
  rows: readonly state.Row[],
): Promise<state.Row[]> => {
  if (about === undefined || rows.length === 0) return [...rows];
  const keyOf = about.keyOf ?? ((id: string): string => id);
  const text = `select body from ${viewTable(schema, letters).name} where status = 'waiting' and topic = $1 and fact_key = any($2::text[]) order by created_at limit 1000`;
  const found = await withDomainErrors(
    sql.unsafe<{ body: DeadLetterRow }[]>(text, [about.topic, rows.map(({ id }) => keyOf(id))], { prepare: true }),
  );
  if (found.length === 0) return [...rows];
  return rows.map((row) => {
    const own = found.filter(({ body }) => body.fact_key === keyOf(row.id)).map(({ body }) => mark(body));
    return own.length === 0 ? row : { ...row, body: { ...row.body, dead_letters: own } };
  });
};
