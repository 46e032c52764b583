import { LRUCache } from 'lru-cache';
import type { Settings } from '../../settings/settings.js';
import type { TaskItem } from '../../specialist.js';
import { featureKey, featureReader, kindCount, type FeatureReader } from '../reading/features.js';
import { messageOf } from '../reading/message.js';
import { messageReader, readingKey, type MessageWords } from '../reading/words.js';
import { rowsPerColumn, sparseRows, type SparseRows } from './sparse-rows.js';

/** The train split as numbers: buckets that occur are numbered as columns. */
export interface TrainingMatrix {
  readonly rows: SparseRows;
  /** By bucket; -1: no text of the train split has it. */
  readonly columnOf: Int32Array;
  /** Kind of each column: see `featureKinds`. */
  readonly kindOf: Uint8Array;
  /** Inverse document frequency of each column: ln((1 + rows) / (1 + rows with it)) + 1, as scikit-learn smooths it. */
  readonly idf: Float64Array;
  /** Share of its features that a text should have in common with the train split: 19 of 20 of its own texts share more with the others. */
  readonly usualShare: number;
}

/** A train split whose items may be asked for under several settings. */
export interface TrainSplit {
  /** Names the content: see `itemsWithKey`. */
  readonly key: string;
  readonly items: readonly TaskItem[];
}

/** Bytes, about, that texts in words and matrices may hold for the configurations to come. */
const [mostWordBytes, mostMatrixBytes] = [96_000_000, 96_000_000];
const bytesOfWord = 16;

// The configurations of one job share what the same settings make of the same texts. Keyed by the content.
const parted = new LRUCache<string, readonly MessageWords[]>({
  maxSize: mostWordBytes,
  sizeCalculation: (messages) =>
    messages.reduce((sum, message) => sum + Object.values(message).flat().length, 1) * bytesOfWord,
});
const matrices = new LRUCache<string, TrainingMatrix>({
  maxSize: mostMatrixBytes,
  sizeCalculation: ({ rows, columnOf, idf }) =>
    rows.columns.byteLength + rows.values.byteLength + columnOf.byteLength + idf.byteLength,
});

const wordsOf = ({ key, items }: TrainSplit, settings: Settings): readonly MessageWords[] => {
  const name = `${key} ${readingKey(settings)}`;
  const known = parted.get(name);
  if (known !== undefined) return known;
  const read = messageReader(settings);
  const messages = items.map(({ input }) => read(messageOf(input)));
  parted.set(name, messages);
  return messages;
};

/** Share of each row's features that another row has too, and the value that one row in 20 does not reach. */
const usualShareOf = ({ starts, columns }: SparseRows, counts: Int32Array): number => {
  const shares: number[] = [];
  for (let row = 0; row + 1 < starts.length; row++) {
    const [from, to] = [starts[row]!, starts[row + 1]!];
    let shared = 0;
    for (let index = from; index < to; index++) shared += counts[columns[index]!]! > 1 ? 1 : 0;
    if (to > from) shares.push(shared / (to - from));
  }
  return shares.sort((one, other) => one - other)[Math.floor(shares.length / 20)] ?? 0;
};

const readMatrix = (messages: readonly MessageWords[], read: FeatureReader, bits: number): TrainingMatrix => {
  const columnOf = new Int32Array(kindCount << bits).fill(-1);
  const kinds: number[] = [];
  const lists = messages.map((message) => {
    const row = new Map<number, number>();
    for (const [bucket, weight] of read.ofMessage(message)) {
      if (columnOf[bucket] === -1) columnOf[bucket] = kinds.push(bucket >> bits) - 1;
      row.set(columnOf[bucket]!, weight);
    }
    return row;
  });
  const rows = sparseRows(lists, kinds.length);
  const counts = rowsPerColumn(rows);
  const idf = Float64Array.from(counts, (count) => Math.log((1 + messages.length) / (1 + count)) + 1);
  return { rows, columnOf, kindOf: Uint8Array.from(kinds), idf, usualShare: usualShareOf(rows, counts) };
};

/** The matrix of a train split under these settings. */
export const trainingMatrix = (split: TrainSplit, settings: Settings): TrainingMatrix => {
  const name = `${split.key} ${readingKey(settings)} ${featureKey(settings)}`;
  const known = matrices.get(name);
  if (known !== undefined) return known;
  const matrix = readMatrix(wordsOf(split, settings), featureReader(settings), settings.number('hash_bits'));
  matrices.set(name, matrix);
  return matrix;
};
