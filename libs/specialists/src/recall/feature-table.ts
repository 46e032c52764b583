import type { Analysis, FeatureKind } from './analysis.js';

/** Numbers what is looked up, in the order in which it is first met. A pair is named by the numbers of its two terms. */
export interface FeatureTable {
  readonly size: () => number;
  readonly kindOf: (feature: number) => FeatureKind;
  /** The number of a term, a run or a pair; undefined where it was never met. */
  readonly find: (kind: 'term' | 'run', name: string) => number | undefined;
  readonly findPair: (one: number, next: number) => number | undefined;
  readonly number: (kind: 'term' | 'run', name: string) => number;
  readonly numberPair: (one: number, next: number) => number;
  /** Every term and its number. */
  readonly terms: () => Iterable<readonly [string, number]>;
}

/** More features than an index can have, so that two of their numbers make one number below 2^53. */
const radix = 2 ** 26;

export const featureTable = (): FeatureTable => {
  const [terms, runs, pairs] = [new Map<string, number>(), new Map<string, number>(), new Map<number, number>()];
  const kinds: FeatureKind[] = [];
  const numbered = <Key>(table: Map<Key, number>, key: Key, kind: FeatureKind): number => {
    const known = table.get(key);
    if (known !== undefined) return known;
    table.set(key, kinds.length);
    return kinds.push(kind) - 1;
  };
  return {
    size: () => kinds.length,
    kindOf: (feature) => kinds[feature] ?? 'term',
    find: (kind, name) => (kind === 'term' ? terms : runs).get(name),
    findPair: (one, next) => pairs.get(one * radix + next),
    number: (kind, name) => numbered(kind === 'term' ? terms : runs, name, kind),
    numberPair: (one, next) => numbered(pairs, one * radix + next, 'pair'),
    terms: () => terms,
  };
};

/** What one word of a vocabulary stands for: the number of its term (-1: it is left out) and those of its runs. */
export interface WordFeatures {
  readonly feature: number;
  readonly runs: Int32Array;
}

const leftOut: WordFeatures = { feature: -1, runs: new Int32Array() };

/** Analyses a vocabulary once, so that a document is read as numbers alone. */
export const analyseVocabulary = (
  words: readonly string[],
  analysis: Analysis,
  table: FeatureTable,
): readonly WordFeatures[] =>
  words.map((word) => {
    const term = analysis.term(word);
    return term === ''
      ? leftOut
      : {
          feature: table.number('term', term),
          runs: Int32Array.from(analysis.runs(word), (run) => table.number('run', run)),
        };
  });
