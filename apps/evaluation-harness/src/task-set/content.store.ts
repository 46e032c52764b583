import type { ContentChecks, Document, Item } from '@ao/domain-evaluation';
import type { Split } from '@ao/kernel';
import type { Sql, Tx } from '@ao/postgres';

/** An item on its line of the import; where several stand on one line, each has a place of its own. */
export interface StagedItem extends Item {
  readonly line: number;
  readonly split: Split;
  /** SHA-256 in hex of the normalised input. */
  readonly inputHash: string;
}

/** A document on its line of the import. */
export interface StagedDocument extends Document {
  readonly line: number;
}

/** A new content that nobody sees before it gets its hash. */
export const stageContent = async (sql: Sql): Promise<number> => {
  const [row] = await sql<
    { content_id: number }[]
  >`insert into evaluation.contents default values returning content_id`;
  return (row as { content_id: number }).content_id;
};

/** Adds items; answers the lines that were added. A line that is missing in the answer repeats an id. */
export const stageItems = async (
  sql: Sql,
  contentId: number,
  items: readonly StagedItem[],
): Promise<readonly number[]> => {
  const rows = await sql<{ ordinal: number }[]>`
    insert into evaluation.task_items (content_id, ordinal, item_id, split, input, target, metadata, input_hash)
    select ${contentId}, * from unnest(
      ${items.map(({ line }) => line)}::int[], ${items.map(({ id }) => id)}::text[], ${items.map(({ split }) => split)}::text[],
      ${items.map(({ input }) => JSON.stringify(input))}::text[]::jsonb[], ${items.map(({ target }) => JSON.stringify(target))}::text[]::jsonb[],
      ${items.map(({ metadata }) => JSON.stringify(metadata))}::text[]::jsonb[], ${items.map(({ inputHash }) => inputHash)}::text[])
    on conflict (content_id, item_id) do nothing
    returning ordinal`;
  return rows.map(({ ordinal }) => ordinal);
};

/** Adds documents; answers the lines that were added. A line that is missing in the answer repeats an id. */
export const stageDocuments = async (
  sql: Sql,
  contentId: number,
  documents: readonly StagedDocument[],
): Promise<readonly number[]> => {
  const rows = await sql<{ ordinal: number }[]>`
    insert into evaluation.documents (content_id, ordinal, doc_id, title, text)
    select ${contentId}, * from unnest(
      ${documents.map(({ line }) => line)}::int[], ${documents.map(({ id }) => id)}::text[],
      ${documents.map(({ title }) => title)}::text[], ${documents.map(({ text }) => text)}::text[])
    on conflict (content_id, doc_id) do nothing
    returning ordinal`;
  return rows.map(({ ordinal }) => ordinal);
};

/** Targets of a recall set that name a document which the content does not have, first lines first. */
export const danglingTargets = (
  sql: Sql,
  contentId: number,
  limit: number,
): Promise<readonly { readonly line: number; readonly document: string }[]> =>
  sql<{ line: number; document: string }[]>`
    select item.ordinal as line, target.document
    from evaluation.task_items item, jsonb_array_elements_text(item.target -> 'documents') as target (document)
    where item.content_id = ${contentId}
      and not exists (select from evaluation.documents known where known.content_id = item.content_id and known.doc_id = target.document)
    order by 1, 2 limit ${limit}`;

/** Copies and contradictions in a content: see evaluation.v1.ContentChecks. */
export const countCopies = async (
  sql: Sql,
  contentId: number,
): Promise<Pick<ContentChecks, 'copies' | 'contradicting' | 'holdoutSeen'>> => {
  const [row] = await sql<{ copies: number; contradicting: number; holdoutSeen: number }[]>`
    with inputs as (
      select count(*) as items, count(distinct target) as targets, count(*) filter (where split = 'holdout') as holdout
      from evaluation.task_items where content_id = ${contentId} and input_hash is not null group by input_hash having count(*) > 1)
    select coalesce(sum(items - 1), 0)::int as copies, coalesce(sum(items) filter (where targets > 1), 0)::int as contradicting,
      coalesce(sum(holdout) filter (where holdout < items), 0)::int as "holdoutSeen"
    from inputs`;
  return row ?? { copies: 0, contradicting: 0, holdoutSeen: 0 };
};

/** The content of that hash. */
export const contentOf = async (tx: Sql | Tx, hash: string): Promise<number | undefined> => {
  const [row] = await tx<{ content_id: number }[]>`select content_id from evaluation.contents where hash = ${hash}`;
  return row?.content_id;
};

/** Gives a staged content its hash: from now on it is there. */
export const publishContent = async (tx: Tx, contentId: number, hash: string): Promise<void> => {
  await tx`update evaluation.contents set hash = ${hash} where content_id = ${contentId}`;
};

/** Removes a staged content. A content with a hash stays. */
export const discardContent = async (sql: Sql, contentId: number): Promise<void> => {
  const deleted =
    await sql`delete from evaluation.contents where content_id = ${contentId} and hash is null returning content_id`;
  if (deleted.length === 0) return;
  await sql`delete from evaluation.task_items where content_id = ${contentId}`;
  await sql`delete from evaluation.documents where content_id = ${contentId}`;
};

/** Removes what imports left that died before their end: nothing is staged for longer than a day. */
export const discardAbandonedContents = async (sql: Sql): Promise<void> => {
  const rows = await sql<
    { content_id: number }[]
  >`select content_id from evaluation.contents where hash is null and staged_at < now() - interval '1 day'`;
  for (const { content_id } of rows) await discardContent(sql, content_id);
};
