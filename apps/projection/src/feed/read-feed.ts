import { identifier, withDomainErrors, type Sql } from '@ao/postgres';
import { unpackHeads, type KeptHeads } from './feed-heads.js';
import type { FeedHead, FeedPage } from './feed-page.js';
import { endOfPage, type FeedPosition } from './feed-position.js';

/** What a reader wants; empty: everything. */
export interface FeedFilter {
  readonly corrId: string;
  readonly typePrefix: string;
}

/** A page and where it lies. */
export interface PlacedPage extends FeedPage {
  readonly transactionId: string;
  readonly page: string;
}

interface Row {
  readonly transaction_id: string;
  readonly id: bigint;
  readonly heads: KeptHeads;
  readonly payload: Buffer;
}

/** True for an entry that the reader wants. */
export const passes = ({ corrId, typePrefix }: FeedFilter, head: FeedHead): boolean =>
  (corrId === '' || head.corr_id === corrId) && head.type.startsWith(typePrefix);

/** The feed of a schema. */
export interface FeedReader {
  /** The newest page that no open transaction can come to lie before; undefined: the feed is empty. */
  tail(): Promise<FeedPosition | undefined>;
  /** Pages with something that passes, after `after` (whose own page comes again when it ends in its middle), up to `upTo`. */
  pages(after: FeedPosition, upTo: FeedPosition, filter: FeedFilter): Promise<readonly PlacedPage[]>;
  /** The last place that was trimmed away. */
  trimmed(): Promise<FeedPosition | undefined>;
}

/** Pages that one query gives at most. */
export const pagesAtOnce = 20;

const positionOf = (
  row: { readonly transaction_id: string; readonly id: bigint; readonly last_index?: number } | undefined,
): FeedPosition | undefined =>
  row && { transactionId: row.transaction_id, page: String(row.id), index: row.last_index ?? endOfPage };

const selectPages = (feed: string, comparison: '>' | '>='): string => `
  select transaction_id, id, heads, payload from ${feed}
  where (transaction_id, id) ${comparison} ($1::text::xid8, $2::bigint) and (transaction_id, id) <= ($3::text::xid8, $4::bigint)
    and ($5::text = '' or corr_ids @> array[$5::text])
    and ($6::text = '' or exists (select from unnest(types) as type where starts_with(type, $6::text)))
  order by transaction_id, id limit ${pagesAtOnce}`;

/** Reads the feed. What is newer than the oldest open transaction is not read yet: a slow writer would be skipped. */
export const feedReader = (sql: Sql, schema: string): FeedReader => {
  const feed = `${identifier(schema)}.feed`;
  const run = <T extends object>(text: string, values: readonly (string | number)[]): Promise<readonly T[]> =>
    withDomainErrors(sql.unsafe<T[]>(text, [...values], { prepare: true }));
  const newest = `select transaction_id, id from ${feed} where transaction_id < pg_snapshot_xmin(pg_current_snapshot()) order by transaction_id desc, id desc limit 1`;
  return {
    tail: async () => positionOf((await run<Row>(newest, []))[0]),
    trimmed: async () =>
      positionOf(
        (await run<Row>(`select transaction_id, id, last_index from ${identifier(schema)}.feed_trimmed`, []))[0],
      ),
    pages: async (after, upTo, { corrId, typePrefix }) => {
      const text = selectPages(feed, after.index === endOfPage ? '>' : '>=');
      const rows = await run<Row>(text, [
        after.transactionId,
        after.page,
        upTo.transactionId,
        upTo.page,
        corrId,
        typePrefix,
      ]);
      return rows.map(({ transaction_id, id, heads, payload }) => ({
        transactionId: transaction_id,
        page: String(id),
        heads: unpackHeads(heads),
        payload,
      }));
    },
  };
};
