import type { Json } from '@ao/kernel';
import type { Sql } from '@ao/postgres';

/** What an item asks, and what is right. */
export interface ItemTexts {
  readonly input: Json;
  readonly target: Json;
}

/** Items of a content by their ids; those that are gone are missing. Null: there is no content. */
export const itemsByIds = async (
  sql: Sql,
  contentId: number | null,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ItemTexts>> => {
  const rows = await sql<(ItemTexts & { readonly id: string })[]>`
    select item_id as id, input, target from evaluation.task_items
    where content_id = ${contentId} and item_id = any(${[...ids]}::text[])`;
  return new Map(rows.map(({ id, ...texts }) => [id, texts]));
};
