import {
  documentLine,
  inputKey,
  itemLine,
  NearCopyFinder,
  rulesLine,
  splitOf,
  wordsOf,
  type ContentRules,
  type Document,
  type Item,
  type TaskSetVersion,
} from '@ao/domain-evaluation';
import type { Sql } from '@ao/postgres';
import type { Split } from '@ao/kernel';
import { eventLoopTurns } from '../runtime/event-loop-turn.js';
import { contentHasher, sha256 } from './content-hash.js';
import {
  countCopies,
  stageContent,
  stageDocuments,
  stageItems,
  type StagedDocument,
  type StagedItem,
} from './content.store.js';
import type { Problems } from './problems.js';

/** What a staged content came to. */
export interface StagedContent extends Pick<
  TaskSetVersion,
  'hash' | 'train' | 'dev' | 'holdout' | 'documents' | 'checks'
> {
  readonly contentId: number;
}

/** Takes a content in, batch by batch, each in its own short transaction; nobody sees it before it is published. */
export interface Staging {
  readonly contentId: number;
  /** `splitBy`: what fixes the item's split; absent: its id. */
  item(line: number, item: Item, splitBy?: ContentRules['splitBy']): Promise<void>;
  document(line: number, document: Document): Promise<void>;
  /** Writes what is left and answers what there is, under these rules. */
  finish(rules: ContentRules): Promise<StagedContent>;
}

const batchRows = 500;
const batchCharacters = 2_000_000;
/** Milliseconds for which items are hashed and compared before other work gets its turn. */
const longestTurn = 10;

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

/** Places that rise: the line, or, where several rows stand on one line, the next number that is free. */
const risingPlaces = (): ((line: number) => number) => {
  let last = 0;
  return (line) => (last = Math.max(line, last + 1));
};

/** Opens a staging area. */
export const openStaging = async (sql: Sql, found: Problems): Promise<Staging> => {
  const contentId = await stageContent(sql);
  const hasher = contentHasher();
  const near = new NearCopyFinder<Split>('holdout');
  const turn = eventLoopTurns(longestTurn);
  const [placeOfItem, placeOfDocument] = [risingPlaces(), risingPlaces()];
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
    item: async (line, item, splitBy) => {
      const text = itemLine(item);
      const inputHash = sha256(inputKey(item.input));
      const split = splitOf(splitBy === 'input' ? inputHash : sha256(item.id));
      hasher.item(text);
      counts[split] += 1;
      near.add(inputHash, split, wordsOf(item.input));
      await items.add({ ...item, line: placeOfItem(line), split, inputHash }, text.length);
      await turn();
    },
    document: (line, document) => {
      const text = documentLine(document);
      hasher.document(text);
      counts.documents += 1;
      return documents.add({ ...document, line: placeOfDocument(line) }, text.length);
    },
    finish: async (rules) => {
      await items.flush();
      await documents.flush();
      const { items: nearCopies, across: holdoutNear, compared } = near.result();
      const checks = { ...(await countCopies(sql, contentId)), nearCopies, holdoutNear, compared };
      return { contentId, ...counts, hash: hasher.digest(rulesLine(rules)), checks };
    },
  };
};
