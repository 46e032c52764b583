import { rngOf, shuffled } from '@ao/science';
import type { TaskItem } from '@ao/specialists';
import { readJson, readLines } from './data.js';

/** A text and its label. */
export type Labelled = readonly [text: string, label: string];

/** Labelled texts in three parts: to learn from, to choose by, to measure on. */
export interface LabelledSet {
  readonly name: string;
  readonly train: readonly Labelled[];
  readonly dev: readonly Labelled[];
  readonly test: readonly Labelled[];
}

/** Items of role validation. */
export const itemsOf = (texts: readonly Labelled[]): readonly TaskItem[] =>
  texts.map(([text, label], number) => ({ id: `${number}`, input: { text }, target: { label } }));

interface Clinc {
  readonly train: readonly Labelled[];
  readonly val: readonly Labelled[];
  readonly test: readonly Labelled[];
  readonly oos_train: readonly Labelled[];
}

/**
 * Part of clinc150: the first `labels` intents in alphabetical order, of each at most `perLabel` texts to learn from. With 151 labels those out of
 * scope are the last. 151 labels at 50 texts are 7,550 items, about what the train split of a platform's task set of all of clinc150 holds.
 */
export const clincSubset = (folder: string, labels: number, perLabel: number): LabelledSet => {
  const { train, val, test, oos_train } = readJson<Clinc>(folder, 'clinc150', 'data_full.json');
  const names = [...new Set(train.map(([, label]) => label))].sort().slice(0, labels);
  const known = new Set(labels > names.length ? [...names, 'oos'] : names);
  const seen = new Map<string, number>();
  const taken = ([, label]: Labelled): boolean => {
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return known.has(label) && count <= perLabel;
  };
  const isKnown = ([, label]: Labelled): boolean => known.has(label);
  return {
    name: `clinc150, ${known.size} labels`,
    train: shuffled(rngOf(1, 'clinc150'), [...train, ...oos_train].filter(taken)),
    dev: val.filter(isKnown),
    test: test.filter(isKnown),
  };
};

/** All of prompt-injections, parted anew by each seed: 60 % to learn from, 20 % to choose by, 20 % to measure on. */
export const promptInjections = (folder: string, seed: number): LabelledSet => {
  const texts = ['train.jsonl', 'test.jsonl'].flatMap((file) =>
    readLines<{ readonly text: string; readonly label: number }>(folder, 'prompt-injections', file).map(
      ({ text, label }): Labelled => [text, String(label)],
    ),
  );
  const order = shuffled(rngOf(seed, 'prompt-injections'), texts);
  const at = (share: number): number => Math.round(share * order.length);
  return {
    name: `prompt-injections, split ${seed}`,
    train: order.slice(0, at(0.6)),
    dev: order.slice(at(0.6), at(0.8)),
    test: order.slice(at(0.8)),
  };
};
