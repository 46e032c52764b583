import type { Sql } from '@ao/event-store';
import { DomainError, type Json, type Split } from '@ao/kernel';

/** Names an order of items: the same for all trials of one content, splits and seed, so they can be compared item by item. */
export interface ItemOrder {
  readonly contentId: number;
  readonly splits: readonly Split[];
  readonly orderSeed: number;
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

/** Makes the order where it is missing: by the SHA-256 of "seed:item id". Answers how many items are in it. */
export const ensureOrder = async (sql: Sql, { contentId, splits, orderSeed }: ItemOrder): Promise<number> => {
  await sql`
    insert into evaluation.item_orders (content_id, splits, order_seed, ordinals)
    select ${contentId}, ${splitsKey(splits)}, ${orderSeed}, coalesce(
      array_agg(ordinal order by sha256(convert_to(${`${orderSeed}:`}::text || item_id, 'UTF8')), item_id), '{}')
    from evaluation.task_items where content_id = ${contentId} and split = any(${[...splits]}::text[])
    on conflict do nothing`;
  const [row] = await sql<{ items: number }[]>`
    select cardinality(ordinals) as items from evaluation.item_orders
    where content_id = ${contentId} and splits = ${splitsKey(splits)} and order_seed = ${orderSeed}`;
  return row?.items ?? 0;
};

const readItems = (sql: Sql, { contentId, splits, orderSeed }: ItemOrder, from: number, count: number): Promise<readonly OrderedItem[]> =>
  sql<OrderedItem[]>`
    select ${from}::int + chosen.place::int - 1 as place, item.item_id as "itemId", item.split, item.input, item.target,
      case jsonb_typeof(item.metadata -> 'slice') when 'string' then left(item.metadata ->> 'slice', ${longestSlice}) else '' end as slice
    from evaluation.item_orders ordered,
      unnest(ordered.ordinals[${from}::int + 1 : ${from}::int + ${count}::int]) with ordinality as chosen (ordinal, place)
      join evaluation.task_items item on item.content_id = ${contentId} and item.ordinal = chosen.ordinal
    where ordered.content_id = ${contentId} and ordered.splits = ${splitsKey(splits)} and ordered.order_seed = ${orderSeed}
    order by chosen.place`;

/** The items at some places of an order. Throws DomainError `internal` where the content has lost them. */
export const itemsAt = async (sql: Sql, order: ItemOrder, from: number, count: number): Promise<readonly OrderedItem[]> => {
  const items = await readItems(sql, order, from, count);
  if (items.length === count) return items;
  await ensureOrder(sql, order);
  const again = await readItems(sql, order, from, count);
  if (again.length !== count) throw new DomainError('internal', `content ${order.contentId} has ${again.length} of the ${count} items from place ${from}`);
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
