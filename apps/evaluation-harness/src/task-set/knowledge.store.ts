import type { Sql } from '@ao/postgres';
import type { Json, JsonObject } from '@ao/kernel';
import type { Knowledge, TaskDocument } from '@ao/specialists';

const pageSize = 500;

/** An item as it is stored. */
export interface StoredItem {
  readonly id: string;
  readonly input: Json;
  readonly target: Json;
  readonly metadata: JsonObject;
}

type Numbered<Row> = Row & { readonly ordinal: number };

/** Reads pages by the ordinal of their last row until one is short: no cursor, no long transaction. */
async function* pages<Row>(read: (after: number) => Promise<readonly Numbered<Row>[]>): AsyncGenerator<readonly Row[]> {
  for (let after = 0; ;) {
    const rows = await read(after);
    if (rows.length > 0) yield rows.map(({ ordinal: _, ...row }) => row as Row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = last.ordinal;
  }
}

/** The corpus of a content in its order, at most 500 documents a page. */
export const documentPages = (sql: Sql, contentId: number): AsyncGenerator<readonly TaskDocument[]> =>
  pages<TaskDocument>(
    (after) => sql<Numbered<TaskDocument>[]>`
    select ordinal, doc_id as id, title, text from evaluation.documents where content_id = ${contentId} and ordinal > ${after} order by ordinal limit ${pageSize}`,
  );

/** The items of split train in their order, at most 500 a page; never those of dev and holdout. */
export const trainItemPages = (sql: Sql, contentId: number): AsyncGenerator<readonly StoredItem[]> =>
  pages<StoredItem>(
    (after) => sql<Numbered<StoredItem>[]>`
    select ordinal, item_id as id, input, target, metadata from evaluation.task_items
    where content_id = ${contentId} and split = 'train' and ordinal > ${after} order by ordinal limit ${pageSize}`,
  );

/** Every item of a content in its order, whatever its split, at most 500 a page. */
export const itemPages = (sql: Sql, contentId: number): AsyncGenerator<readonly StoredItem[]> =>
  pages<StoredItem>(
    (after) => sql<Numbered<StoredItem>[]>`
    select ordinal, item_id as id, input, target, metadata from evaluation.task_items
    where content_id = ${contentId} and ordinal > ${after} order by ordinal limit ${pageSize}`,
  );

async function* each<Row>(rows: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
  for await (const page of rows) yield* page;
}

/** What a built-in agent may learn from: the corpus and the train split, read page by page. */
export const knowledgeOf = (sql: Sql, contentId: number): Knowledge => ({
  documents: () => each(documentPages(sql, contentId)),
  items: () => each(trainItemPages(sql, contentId)),
});
