import type { Sql, Tx } from '@ao/postgres';

/** An answer as it is kept: its canonical JSON, cut at the size that the settings give. */
export interface OutputText {
  readonly hash: string;
  readonly text: string;
  /** Only the beginning is kept. */
  readonly cut: boolean;
}

/** Keeps answers by their hash. In the order of the hashes, so that two batches never wait for each other in a circle. */
export const keepOutputs = async (tx: Tx, outputs: readonly OutputText[]): Promise<void> => {
  if (outputs.length === 0) return;
  const sorted = outputs.toSorted((one, other) => (one.hash < other.hash ? -1 : 1));
  await tx`
    insert into evaluation.output_texts (hash, text, cut)
    select hash, text, cut = 1 from unnest(${sorted.map(({ hash }) => hash)}::text[], ${sorted.map(({ text }) => text)}::text[], ${sorted.map(({ cut }) => Number(cut))}::int[]) as given (hash, text, cut)
    on conflict do nothing`;
};

/** The answers that are still kept, by their hash. */
export const findOutputs = async (sql: Sql, hashes: readonly string[]): Promise<ReadonlyMap<string, OutputText>> => {
  const rows = await sql<OutputText[]>`
    select distinct on (hash) hash, text, cut from evaluation.output_texts where hash = any(${[...hashes]}::text[]) order by hash, day desc`;
  return new Map(rows.map((row) => [row.hash, row]));
};

/** Deletes the answers that nobody gave for so many days. */
export const forgetOutputs = async (sql: Sql, days: number): Promise<void> => {
  await sql`delete from evaluation.output_texts where day < current_date - ${days}::int`;
};
