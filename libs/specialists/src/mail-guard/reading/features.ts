import type { Settings } from '../../settings/settings.js';
import { mostSubjectWords } from '../mail-guard.profile.js';
import { caseFolder, wordFilter, type MessageWords } from './words.js';

/** Kinds of features. Each has buckets of its own: bucket >> `hash_bits` is the kind. */
export const featureKinds = { words: 0, characters: 1, style: 2 } as const;
/** How many kinds there are. */
export const kindCount = 3;

/** The features of one message: bucket -> weight. */
export type Features = ReadonlyMap<number, number>;

/** Turns words into features by the settings. */
export interface FeatureReader {
  readonly ofMessage: (message: MessageWords) => Features;
  /** The words that are read of text and subject, in their order. */
  readonly wordsOf: (message: MessageWords) => readonly string[];
  /** Features of some of those words alone. */
  readonly ofWords: (words: readonly string[]) => Features;
}

const { imul } = Math;

const basis = 0x811c9dc5;

/** FNV-1a, 32 bits (Fowler, Noll, Vo), of a part of a text, on top of what was hashed before. */
const hashOn = (before: number, text: string, from = 0, to = text.length): number => {
  let hash = before;
  for (let index = from; index < to; index++) hash = imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
};

/** The hash folded to the buckets, as its authors advise. */
const folded = (hash: number, bits: number): number => ((hash >>> bits) ^ hash) & ((1 << bits) - 1);

type Kind = (typeof featureKinds)[keyof typeof featureKinds];
type Add = (hash: number, kind: Kind) => void;

/** Runs of 1 to `longest` neighbouring words. */
const addWordRuns = (words: readonly string[], longest: number, start: number, add: Add): void => {
  for (let first = 0; first < words.length; first++) {
    let hash = start;
    for (let next = first; next < Math.min(words.length, first + longest); next++) {
      hash = next === first ? hashOn(hash, words[next]!) : hashOn(hashOn(hash, ' '), words[next]!);
      add(hash, featureKinds.words);
    }
  }
};

/** Runs of characters inside of each word, with a space before and after it. */
const addCharacterRuns = (words: readonly string[], sizes: readonly number[], start: number, add: Add): void => {
  const begin = hashOn(start, '#');
  for (const word of words) {
    const padded = ` ${word} `;
    for (const size of sizes)
      for (let from = 0; from + size <= padded.length; from++)
        add(hashOn(begin, padded, from, from + size), featureKinds.characters);
  }
};

const sizesOf = (kind: string): readonly number[] => {
  switch (kind) {
    case 'none':
      return [];
    case '2-5':
      return [2, 3, 4, 5];
    default:
      return [Number(kind)];
  }
};

const weigher = (kind: string): ((count: number) => number) => {
  switch (kind) {
    case 'binary':
      return () => 1;
    case 'log':
      return (count) => 1 + Math.log(count);
    default:
      return (count) => count;
  }
};

/** The settings beside those of `readingKey` that decide the features. */
const featureSettings = [
  'term_weight',
  'subject',
  'word_ngrams',
  'character_ngrams',
  'minimum_word_length',
  'word_limit',
  'hash_bits',
] as const;

/** Messages read by settings with the same key have the same features. */
export const featureKey = (settings: Settings): string =>
  [
    ...featureSettings.map((name) => settings.text(name)),
    ...['stop_words', 'fold_case', 'mark_style', 'see_through'].map((name) => settings.toggle(name)),
  ].join(' ');

/** Reads features by these settings. */
export const featureReader = (settings: Settings): FeatureReader => {
  const [filter, weigh] = [wordFilter(settings), weigher(settings.text('term_weight'))];
  const [longest, sizes] = [settings.number('word_ngrams'), sizesOf(settings.text('character_ngrams'))];
  const [subject, bits, style] = [
    settings.text('subject'),
    settings.number('hash_bits'),
    settings.toggle('mark_style'),
  ];
  const limit = settings.number('word_limit');
  const counting = (fill: (add: Add) => void): Features => {
    const features = new Map<number, number>();
    fill((hash, kind) => {
      const bucket = folded(hash, bits) + (kind << bits);
      features.set(bucket, (features.get(bucket) ?? 0) + 1);
    });
    for (const [bucket, count] of features) features.set(bucket, weigh(count));
    return features;
  };
  const fold = caseFolder(settings);
  const characters = (chunks: readonly string[], add: Add): void => addCharacterRuns(chunks, sizes, basis, add);
  const chunksOf = ({ subjectChunks, textChunks }: MessageWords): readonly string[] =>
    subject === 'ignore' ? textChunks : [...subjectChunks, ...textChunks];
  const wordsOf = (message: MessageWords): readonly string[] =>
    filter(subject === 'mix' ? [...message.subject, ...message.text] : message.text, limit);
  return {
    wordsOf,
    ofWords: (words) =>
      counting((add) => {
        addWordRuns(words, longest, basis, add);
        characters(words, add);
      }),
    ofMessage: (message) =>
      counting((add) => {
        addWordRuns(wordsOf(message), longest, basis, add);
        characters(chunksOf(message).slice(0, limit).map(fold), add);
        if (subject === 'mark')
          addWordRuns(filter(message.subject, mostSubjectWords), longest, hashOn(basis, 'subject:'), add);
        if (style) for (const mark of message.marks) add(hashOn(basis, mark), featureKinds.style);
      }),
  };
};
