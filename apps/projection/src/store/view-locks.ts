import { DomainError } from '@ao/kernel';
import { identifier, type Tx } from '@ao/postgres';
import { factTypes, type FactType } from '@ao/contracts';
import type { AnyView } from '../view/view.js';
import { settleAll } from './settle-all.js';

/** The topics that a view needs. */
export const topicsOf = (view: AnyView): readonly string[] => [
  ...new Set(Object.keys(view.rules).map((type) => factTypes[type as FactType].topic)),
];

/** True where facts of several topics meet in one row: partitions of different topics are handled at the same time. */
const isShared = (view: AnyView): boolean => !view.insertOnly && topicsOf(view).length > 1;

const gateKey = (schema: string, { name }: AnyView): string => `gate ${schema} ${name}`;
const rowsKey = (schema: string, { name }: AnyView): string => `rows ${schema} ${name}`;

/** Views whose rebuild has read further than the consumer has come by now. */
const stillAhead = (schema: string): string => `
  select name, ahead from ${schema}.views
  where ahead <> '{}' and exists (
    select from jsonb_each_text(ahead) as read (place, next_offset)
    left join ${schema}.consumer_checkpoints as seen on seen.consumer_group = 'projection' and seen.topic || '/' || seen.partition = read.place
    where coalesce(seen.next_offset, 0) < read.next_offset::bigint
  )`;

/** "topic/partition" -> next offset that a view has not seen, where a rebuild has read further than the consumer. */
export type Ahead = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * Before the first write of a transaction that folds facts into these views: waits for others that fold into the same rows, so that
 * the order of transactions is the order of the patches. Throws DomainError `aborted` while a rebuild swaps one of the tables; nobody
 * waits for that inside of a transaction, for the rebuild needs connections too. Answers where rebuilds have read ahead.
 */
export const enterViews = async (tx: Tx, schema: string, views: readonly AnyView[]): Promise<Ahead> => {
  const gates = views.map((view) => gateKey(schema, view));
  const shared = views
    .filter(isShared)
    .map((view) => rowsKey(schema, view))
    .sort();
  const [[gate], , ahead] = await settleAll([
    tx<
      { open: boolean | null }[]
    >`select bool_and(pg_try_advisory_xact_lock_shared(hashtextextended(key, 0))) as open from unnest(${gates}::text[]) as gate (key)`,
    shared.length === 0
      ? []
      : tx`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${shared}::text[]) as shared (key)`,
    tx.unsafe<{ name: string; ahead: Record<string, string> }[]>(stillAhead(identifier(schema)), [], { prepare: true }),
  ]);
  if (gate?.open === false) throw new DomainError('aborted', 'a view is being swapped for its rebuilt table');
  return new Map(ahead.map((view) => [view.name, view.ahead]));
};

/** Keeps every consumer out of a view until the transaction ends. */
export const closeView = async (tx: Tx, schema: string, view: AnyView): Promise<void> => {
  await tx`select pg_advisory_xact_lock(hashtextextended(${gateKey(schema, view)}, 0))`;
};
