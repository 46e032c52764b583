import { createHash } from 'node:crypto';
import type { ContentName } from '@ao/kernel';
import { withDomainErrors, type Sql } from '@ao/postgres';

/** Long texts by their hash: `orchestrator.contents`. */

/** Bytes of texts in one answer: under what a gRPC message may have. */
const answerBytes = 3_000_000;

/** A text and its hash. */
export interface Content {
  readonly hash: string;
  readonly text: string;
}

/** SHA-256 and bytes of a text as UTF-8. */
export const nameText = (text: string): ContentName => ({
  hash: createHash('sha256').update(text).digest('hex'),
  bytes: Buffer.byteLength(text),
});

/** Keeps texts; what is there already stays. */
export const keepContents = async (sql: Sql, contents: ReadonlyMap<string, string>): Promise<void> => {
  if (contents.size === 0) return;
  const rows = [...contents];
  await withDomainErrors(
    sql`insert into orchestrator.contents (hash, bytes, text)
        select * from unnest(
          ${rows.map(([hash]) => hash)}::text[], ${rows.map(([, text]) => Buffer.byteLength(text))}::int[], ${rows.map(([, text]) => text)}::text[]
        ) on conflict (hash) do nothing`,
  );
};

/** Those of the texts that are there, at least one and as many as fit into one answer. */
export const readContents = async (sql: Sql, hashes: readonly string[]): Promise<readonly Content[]> => {
  const rows = await withDomainErrors(
    sql<Content[]>`
      select hash, text from (
        select hash, text, sum(bytes) over (order by hash) as so_far, row_number() over (order by hash) as nth
        from orchestrator.contents where hash = any(${[...hashes]}::text[])
      ) as wanted where nth = 1 or so_far <= ${answerBytes} order by hash`,
  );
  return rows.map(({ hash, text }) => ({ hash, text }));
};

/** All of these texts that are there, by their hash. */
export const textsOf = async (sql: Sql, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (hashes.length === 0) return new Map();
  const rows = await withDomainErrors(
    sql<Content[]>`select hash, text from orchestrator.contents where hash = any(${[...hashes]}::text[])`,
  );
  return new Map(rows.map(({ hash, text }) => [hash, text]));
};
