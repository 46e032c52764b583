import type { Settings } from '../settings/settings.js';
import { stopWords } from '../text/stop-words.js';
import { mostSubjectWords } from './mail-guard.profile.js';
import type { Message } from './message.js';
import { styleMarks } from './style-marks.js';

/** The features of one message: bucket -> weight. */
export type Features = ReadonlyMap<number, number>;

/** Turns a message into features. `words`: how many words, parted by white space, the settings let it read. */
export type FeatureReader = (message: Message) => { readonly features: Features; readonly words: number };

const markup = /<!--[\s\S]*?-->|<[^>]*>/gu;

const { imul } = Math;

/** FNV-1a, 32 bits, folded to the buckets (Fowler, Noll, Vo; the folding is theirs as well). */
const bucketOf = (feature: string, bits: number): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < feature.length; index++) hash = imul(hash ^ feature.charCodeAt(index), 0x01000193);
  return ((hash >>> bits) ^ hash) & ((1 << bits) - 1);
};

const wordReader = (settings: Settings): ((text: string) => readonly string[]) => {
  const pattern = new RegExp(`[\\p{L}\\p{N}_]{${settings.number('minimum_word_length')},}`, 'gu');
  const fold = settings.toggle('fold_case');
  const drop = settings.toggle('stop_words');
  const strip = settings.toggle('strip_markup');
  const limit = settings.number('word_limit');
  return (text) => {
    const plain = strip ? text.replace(markup, ' ') : text;
    const words = ((fold ? plain.toLowerCase() : plain).match(pattern) ?? []).slice(0, limit);
    return drop ? words.filter((word) => !stopWords.has(word.toLowerCase())) : words;
  };
};

/** Runs of 2 to `longest` neighbouring words. */
const wordRuns = (words: readonly string[], longest: number): readonly string[] => {
  const runs: string[] = [];
  for (let size = 2; size <= longest; size++) {
    for (let start = 0; start + size <= words.length; start++) runs.push(words.slice(start, start + size).join(' '));
  }
  return runs;
};

const characterRuns = (words: readonly string[], size: number): readonly string[] =>
  words.flatMap((word) =>
    Array.from(
      { length: Math.max(0, word.length + 3 - size) },
      (_, start) => `#${` ${word} `.slice(start, start + size)}`,
    ),
  );

const expander = (settings: Settings): ((words: readonly string[]) => readonly string[]) => {
  const longest = settings.number('word_ngrams');
  const size = settings.text('character_ngrams') === 'none' ? 0 : Number(settings.text('character_ngrams'));
  return (words) => [...words, ...wordRuns(words, longest), ...(size > 0 ? characterRuns(words, size) : [])];
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

const wordsIn = (text: string, most: number): number => Math.min(most, text.match(/\S+/gu)?.length ?? 0);

const countWords = ({ subject, text }: Message, settings: Settings): number => {
  const limit = settings.number('word_limit');
  switch (settings.text('subject')) {
    case 'ignore':
      return wordsIn(text, limit);
    case 'mark':
      return wordsIn(text, limit) + wordsIn(subject, mostSubjectWords);
    default:
      return wordsIn(`${subject}\n${text}`, limit);
  }
};

/** Reads messages by these settings. */
export const featureReader = (settings: Settings): FeatureReader => {
  const [read, expand, weigh] = [wordReader(settings), expander(settings), weigher(settings.text('term_weight'))];
  const [subject, bits, style] = [
    settings.text('subject'),
    settings.number('hash_bits'),
    settings.toggle('mark_style'),
  ];
  return (message) => {
    const words = read(subject === 'mix' ? `${message.subject}\n${message.text}` : message.text);
    const heading = subject === 'mark' ? read(message.subject).slice(0, mostSubjectWords) : [];
    const found = [
      ...expand(words),
      ...expand(heading).map((feature) => `subject:${feature}`),
      ...(style ? styleMarks(message) : []),
    ];
    const features = new Map<number, number>();
    for (const feature of found) {
      const bucket = bucketOf(feature, bits);
      features.set(bucket, (features.get(bucket) ?? 0) + 1);
    }
    for (const [bucket, count] of features) features.set(bucket, weigh(count));
    return { features, words: countWords(message, settings) };
  };
};
