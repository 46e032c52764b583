import { identifier, type Tx } from '@ao/postgres';
import { packHeads } from './feed-heads.js';
import type { FeedPage } from './feed-page.js';

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** Puts a page at the end of the feed, in the transaction that wrote what it tells. */
export const feedAppender = (schema: string): ((tx: Tx, page: FeedPage) => Promise<void>) => {
  const text = `insert into ${identifier(schema)}.feed (entries, corr_ids, types, heads, payload) values ($1, $2::text[], $3::text[], $4::text::json, $5)`;
  return async (tx, { heads, payload }) => {
    if (heads.length === 0) return;
    const corrIds = distinct(heads.map(({ corr_id }) => corr_id));
    const types = distinct(heads.map(({ type }) => type));
    await tx.unsafe(text, [heads.length, corrIds, types, JSON.stringify(packHeads(heads)), Buffer.from(payload)], {
      prepare: true,
    });
  };
};
