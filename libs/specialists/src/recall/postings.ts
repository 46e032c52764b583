import type { Analysis, FeatureKind } from './analysis.js';
import type { Corpus } from './corpus.js';
import { analyseVocabulary, featureTable, type FeatureTable, type WordFeatures } from './feature-table.js';

/** An inverted index: `documents` and `weights` hold, from `starts[feature]` on, the documents with that feature and how much of it each has. */
export interface Postings {
  readonly table: FeatureTable;
  readonly starts: Int32Array;
  readonly documents: Int32Array;
  readonly weights: Float32Array;
  /** For each document its length divided by the mean length, of each kind of feature. */
  readonly lengths: Readonly<Record<FeatureKind, Float32Array>>;
}

/** Room for more numbers: the same ones, and as many again. */
const doubled = (held: Float64Array): Float64Array => {
  const larger = new Float64Array(2 * held.length);
  larger.set(held);
  return larger;
};

/** A list of numbers that grows. */
const growing = (): { readonly push: (value: number) => void; readonly values: () => Float64Array } => {
  let held: Float64Array = new Float64Array(1024);
  let size = 0;
  return {
    push: (value) => {
      if (size === held.length) held = doubled(held);
      held[size++] = value;
    },
    values: () => held.subarray(0, size),
  };
};

/** Sums weights by feature for one document after another; allocates nothing a document. */
const featureSums = (): {
  readonly add: (feature: number, weight: number) => void;
  readonly drain: (each: (feature: number, sum: number) => void) => void;
} => {
  let sums: Float64Array = new Float64Array(1024);
  const touched: number[] = [];
  return {
    add: (feature, weight) => {
      while (feature >= sums.length) sums = doubled(sums);
      if (sums[feature] === 0) touched.push(feature);
      sums[feature]! += weight;
    },
    drain: (each) => {
      for (const feature of touched) {
        each(feature, sums[feature]!);
        sums[feature] = 0;
      }
      touched.length = 0;
    },
  };
};

type Add = (feature: number, kind: FeatureKind) => void;

const addWords = (
  words: Int32Array,
  vocabulary: readonly WordFeatures[],
  { table, withPairs, add }: { readonly table: FeatureTable; readonly withPairs: boolean; readonly add: Add },
): void => {
  let previous = -1;
  for (const index of words) {
    const { feature, runs } = vocabulary[index] as WordFeatures;
    if (feature < 0) continue;
    add(feature, 'term');
    for (const run of runs) add(run, 'run');
    if (withPairs && previous >= 0) add(table.numberPair(previous, feature), 'pair');
    previous = feature;
  }
};

const relative = (lengths: Float32Array): Float32Array => {
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return mean > 0 ? lengths.map((length) => length / mean) : lengths;
};

/** Sorts triples by their feature, each feature's documents in the order of the corpus. */
const sorted = (table: FeatureTable, features: Float64Array, documents: Float64Array, weights: Float64Array) => {
  const starts = new Int32Array(table.size() + 1);
  features.forEach((feature) => (starts[feature + 1]! += 1));
  for (let feature = 0; feature < table.size(); feature++) starts[feature + 1]! += starts[feature]!;
  const next = starts.slice();
  const placed = { documents: new Int32Array(features.length), weights: new Float32Array(features.length) };
  features.forEach((feature, index) => {
    const place = next[feature]!++;
    placed.documents[place] = documents[index]!;
    placed.weights[place] = weights[index]!;
  });
  return { starts, ...placed };
};

/** Indexes a corpus. A match in the title counts as `titleWeight` matches in the text. */
export const indexCorpus = (corpus: Corpus, analysis: Analysis, titleWeight: number): Postings => {
  const table = featureTable();
  const vocabulary = analyseVocabulary(corpus.words, analysis, table);
  const count = corpus.ids.length;
  const lengths = { term: new Float32Array(count), pair: new Float32Array(count), run: new Float32Array(count) };
  const [features, documents, weights] = [growing(), growing(), growing()];
  const sums = featureSums();
  for (let document = 0; document < count; document++) {
    const adding =
      (weight: number): Add =>
      (feature, kind) => {
        sums.add(feature, weight);
        lengths[kind][document]! += weight;
      };
    const { withPairs } = analysis;
    addWords(corpus.titles[document]!, vocabulary, { table, withPairs, add: adding(titleWeight) });
    addWords(corpus.texts[document]!, vocabulary, { table, withPairs, add: adding(1) });
    sums.drain((feature, weight) => {
      features.push(feature);
      documents.push(document);
      weights.push(weight);
    });
  }
  const relativeLengths = { term: relative(lengths.term), pair: relative(lengths.pair), run: relative(lengths.run) };
  return { table, lengths: relativeLengths, ...sorted(table, features.values(), documents.values(), weights.values()) };
};
