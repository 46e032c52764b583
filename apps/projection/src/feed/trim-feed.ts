import { identifier, withDomainErrors, type Sql } from '@ao/postgres';

/** How much of the feed is kept. */
export interface FeedRetention {
  readonly maxAgeMs: number;
  readonly maxEntries: number;
}

/** A week, a million entries. */
export const defaultRetention: FeedRetention = { maxAgeMs: 7 * 24 * 60 * 60 * 1000, maxEntries: 1_000_000 };

/** Deletes the oldest pages beyond the retention, and notes where the feed begins now. Answers the entries that went. */
export const trimFeed = async (sql: Sql, schema: string, { maxAgeMs, maxEntries }: FeedRetention): Promise<number> => {
  const name = identifier(schema);
  const [row] = await withDomainErrors(
    sql.unsafe<{ gone: bigint | null }[]>(
      `with aged as (
         select transaction_id, id, recorded_at, entries, sum(entries) over (order by transaction_id desc, id desc) - entries as newer
         from ${name}.feed where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
       ), last as (
         select transaction_id, id, entries from aged where newer >= $1::bigint or recorded_at < now() - $2::double precision * interval '1 millisecond'
         order by transaction_id desc, id desc limit 1
       ), gone as (
         delete from ${name}.feed using last where (feed.transaction_id, feed.id) <= (last.transaction_id, last.id) returning feed.entries
       ), noted as (
         insert into ${name}.feed_trimmed (transaction_id, id, last_index) select transaction_id, id, entries - 1 from last
         on conflict (only_row) do update set transaction_id = excluded.transaction_id, id = excluded.id, last_index = excluded.last_index
       )
       select sum(entries) as gone from gone`,
      [maxEntries, maxAgeMs],
    ),
  );
  return Number(row?.gone ?? 0);
};
