import type { Sql } from '@ao/event-store';
import type { Json, JsonObject } from '@ao/kernel';
import type { Knowledge, TaskDocument, TaskItem } from '@ao/specialists';

const page = 500;

/** Reads pages by the ordinal of their last row until one is short: no cursor, no long transaction. */
async function* pages<Row extends { readonly ordinal: number }>(read: (after: number) => Promise<readonly Row[]>): AsyncGenerator<Row> {
  for (let after = 0; ; ) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < page) return;
    after = last.ordinal;
  }
}

interface DocumentRow extends TaskDocument {
  readonly ordinal: number;
}

interface ItemRow {
  readonly ordinal: number;
  readonly id: string;
  readonly input: Json;
  readonly target: Json;
  readonly metadata: JsonObject;
}

async function* documents(sql: Sql, contentId: number): AsyncGenerator<TaskDocument> {
  const read = (after: number) => sql<DocumentRow[]>`
    select ordinal, doc_id as id, title, text from evaluation.documents where content_id = ${contentId} and ordinal > ${after} order by ordinal limit ${page}`;
  for await (const { id, title, text } of pages<DocumentRow>(read)) yield { id, title, text };
}

async function* trainItems(sql: Sql, contentId: number): AsyncGenerator<TaskItem> {
  const read = (after: number) => sql<ItemRow[]>`
    select ordinal, item_id as id, input, target, metadata from evaluation.task_items
    where content_id = ${contentId} and split = 'train' and ordinal > ${after} order by ordinal limit ${page}`;
  for await (const { id, input, target, metadata } of pages<ItemRow>(read)) yield { id, input, target, metadata };
}

/** What a built-in agent may learn from: the corpus and the train split, read page by page. */
export const knowledgeOf = (sql: Sql, contentId: number): Knowledge => ({
  documents: () => documents(sql, contentId),
  items: () => trainItems(sql, contentId),
});
