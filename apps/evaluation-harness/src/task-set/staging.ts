import { documentLine, itemLine, splitOf, type Document, type Item, type TaskSetVersion } from '@ao/domain-evaluation';
import type { Sql } from '@ao/postgres';
import type { Split } from '@ao/kernel';
import { contentHasher, itemIdDigest } from './content-hash.js';
import { stageContent, stageDocuments, stageItems, type StagedDocument, type StagedItem } from './content.store.js';
import type { Problems } from './problems.js';

/** What a staged content came to. */
export interface StagedContent extends Pick<TaskSetVersion, 'hash' | 'train' | 'dev' | 'holdout' | 'documents'> {
  readonly contentId: number;
}

/** Takes a content in, batch by batch, each in its own short transaction; nobody sees it before it is published. */
export interface Staging {
  readonly contentId: number;
  item(line: number, item: Item): Promise<void>;
  document(line: number, document: Document): Promise<void>;
  /** Writes what is left and answers what there is. */
  finish(): Promise<StagedContent>;
}

const batchRows = 500;
const batchCharacters = 2_000_000;

type Write<Row> = (rows: readonly Row[]) => Promise<readonly number[]>;

/** Collects rows, writes them in batches, and reports the lines that repeat an id. */
const batcher = <Row extends { readonly line: number; readonly id: string }>(
  write: Write<Row>,
  repeated: (row: Row) => void,
) => {
  let rows: Row[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    const batch = rows;
    rows = [];
    characters = 0;
    if (batch.length === 0) return;
    const added = new Set(await write(batch));
    batch.filter(({ line }) => !added.has(line)).forEach(repeated);
  };
  const add = async (row: Row, length: number): Promise<void> => {
    rows.push(row);
    characters += length;
    if (rows.length >= batchRows || characters >= batchCharacters) await flush();
  };
  return { add, flush };
};

/** Opens a staging area. */
export const openStaging = async (sql: Sql, found: Problems): Promise<Staging> => {
  const contentId = await stageContent(sql);
  const hasher = contentHasher();
  const counts: Record<Split | 'documents', number> = { train: 0, dev: 0, holdout: 0, documents: 0 };
  const items = batcher<StagedItem>(
    (rows) => stageItems(sql, contentId, rows),
    ({ line, id }) => found.add('items', line, `repeats the id ${JSON.stringify(id)}`),
  );
  const documents = batcher<StagedDocument>(
    (rows) => stageDocuments(sql, contentId, rows),
    ({ line, id }) => found.add('documents', line, `repeats the id ${JSON.stringify(id)}`),
  );
  return {
    contentId,
    item: (line, item) => {
      const text = itemLine(item);
      const split = splitOf(itemIdDigest(item.id));
      hasher.item(text);
      counts[split] += 1;
      return items.add({ ...item, line, split }, text.length);
    },
    document: (line, document) => {
      const text = documentLine(document);
      hasher.document(text);
      counts.documents += 1;
      return documents.add({ ...document, line }, text.length);
    },
    finish: async () => {
      await items.flush();
      await documents.flush();
      return { contentId, ...counts, hash: hasher.digest() };
    },
  };
};
