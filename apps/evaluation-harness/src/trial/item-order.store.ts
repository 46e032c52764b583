import type { Sql } from '@ao/postgres';
import { DomainError, type Json, type Split } from '@ao/kernel';

/** Names an order of items: the same for all trials of one content, splits, seed and reserve, so they can be compared item by item. */
export interface ItemOrder {
  readonly contentId: number;
  readonly splits: readonly Split[];
  readonly orderSeed: number;
  /** The last so many items are the same whatever the seed; 0: none. */
  readonly reservedItems: number;
}

/** An item at its place in the order. */
export interface OrderedItem {
  /** From 0. */
  readonly place: number;
  readonly itemId: string;
  readonly split: Split;
  /** `metadata.slice` where that is a text, at most 100 characters of it; empty: none. */
  readonly slice: string;
  readonly input: Json;
  readonly target: Json;
}

const longestSlice = 100;

const splitsKey = (splits: readonly Split[]): string => [...new Set(splits)].sort().join(',');

const named = (sql: Sql, { contentId, splits, orderSeed, reservedItems }: ItemOrder) =>
  sql`content_id = ${contentId} and splits = ${splitsKey(splits)} and order_seed = ${orderSeed} and reserved_items = ${reservedItems}`;

/**
 * Makes the order where it is missing: by the SHA-256 of "seed:item id", but the reserve comes last: the items whose SHA-256 of
 * "confirmation:item id" are the smallest, so that a smaller reserve is a part of a larger one. Answers how many items are in it.
 */
export const ensureOrder = async (sql: Sql, order: ItemOrder): Promise<number> => {
  const { contentId, splits, orderSeed, reservedItems } = order;
  await sql`
    with items as (select ordinal, item_id from evaluation.task_items where content_id = ${contentId} and split = any(${[...splits]}::text[])),
      reserve as (select ordinal from items order by sha256(convert_to('confirmation:' || item_id, 'UTF8')), item_id limit ${reservedItems}::bigint)
    insert into evaluation.item_orders (content_id, splits, order_seed, reserved_items, ordinals)
    select ${contentId}, ${splitsKey(splits)}, ${orderSeed}, ${reservedItems}, coalesce(
      array_agg(ordinal order by ordinal in (select ordinal from reserve), sha256(convert_to(${`${orderSeed}:`}::text || item_id, 'UTF8')), item_id), '{}')
    from items
    on conflict do nothing`;
  const [row] = await sql<
    { items: number }[]
  >`select cardinality(ordinals) as items from evaluation.item_orders where ${named(sql, order)}`;
  return row?.items ?? 0;
};

const readItems = (sql: Sql, order: ItemOrder, from: number, count: number): Promise<readonly OrderedItem[]> =>
  sql<OrderedItem[]>`
    select ${from}::int + chosen.place::int - 1 as place, item.item_id as "itemId", item.split, item.input, item.target,
      case jsonb_typeof(item.metadata -> 'slice') when 'string' then left(item.metadata ->> 'slice', ${longestSlice}) else '' end as slice
    from (select ordinals from evaluation.item_orders where ${named(sql, order)}) ordered,
      unnest(ordered.ordinals[${from}::int + 1 : ${from}::int + ${count}::int]) with ordinality as chosen (ordinal, place)
      join evaluation.task_items item on item.content_id = ${order.contentId} and item.ordinal = chosen.ordinal
    order by chosen.place`;

/** The items at some places of an order. Throws DomainError `internal` where the content has lost them. */
export const itemsAt = async (
  sql: Sql,
  order: ItemOrder,
  from: number,
  count: number,
): Promise<readonly OrderedItem[]> => {
  const items = await readItems(sql, order, from, count);
  if (items.length === count) return items;
  await ensureOrder(sql, order);
  const again = await readItems(sql, order, from, count);
  if (again.length !== count)
    throw new DomainError(
      'internal',
      `content ${order.contentId} has ${again.length} of the ${count} items from place ${from}`,
    );
  return again;
};

/** Forgets the orders that only ended jobs used; they are made again where somebody asks for them after all. */
export const forgetOrdersOf = async (sql: Sql, jobId: string): Promise<void> => {
  await sql`
    delete from evaluation.item_orders ordered using evaluation.trials ended
    where ended.job_id = ${jobId} and ended.content_id = ordered.content_id and (ended.spec ->> 'orderSeed')::bigint = ordered.order_seed
      and not exists (
        select from evaluation.trials other
        where other.status = 'running' and other.content_id = ordered.content_id and (other.spec ->> 'orderSeed')::bigint = ordered.order_seed)`;
};
