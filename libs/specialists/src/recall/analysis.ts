import type { Settings } from '../settings/settings.js';
import { englishLanguage, isStopWord, type Language } from '../text/languages.js';
import { isUnspaced } from '../text/segment.js';

/** How a word becomes what is looked up; the same for documents and queries. */
export interface Analysis {
  /** The term that a word stands for; empty: it is left out. */
  readonly term: (word: string) => string;
  /** What a match of a word counts, next to 1 for a usual one. */
  readonly weight: (word: string) => number;
  /** The runs of characters of a word; none where the settings want none. */
  readonly runs: (word: string) => readonly string[];
  /** Whether pairs of neighbouring terms are looked up. */
  readonly withPairs: boolean;
}

/** What is found by a term, a pair of neighbouring terms or a run of characters. */
export type FeatureKind = 'term' | 'pair' | 'run';

const sizes: Readonly<Record<string, number>> = { 'char-4': 4, 'char-5': 5, 'word-2+char-4': 4, 'word-2+char-5': 5 };

const runsOfSize =
  (size: number): Analysis['runs'] =>
  (word) => {
    if (isUnspaced(word)) return [];
    const padded = `_${word}_`;
    return Array.from({ length: Math.max(0, padded.length - size + 1) }, (_, start) =>
      padded.slice(start, start + size),
    );
  };

const termReader = (settings: Settings, language: Language): Analysis['term'] => {
  const shortest = settings.number('minimum_term_length');
  const dropStopWords = settings.toggle('stop_words');
  const stem = settings.toggle('stemming') ? language.stem : (word: string): string => word;
  return (word) => {
    if (isUnspaced(word)) return word;
    if (word.length < shortest || (dropStopWords && isStopWord(language, word))) return '';
    return /\p{N}/u.test(word) ? word : stem(word);
  };
};

/** Text analysis for these settings on a corpus of that language. */
export const analysisOf = (settings: Settings, corpusLanguage: Language): Analysis => {
  const language = settings.text('language') === 'english' ? englishLanguage : corpusLanguage;
  const ngrams = settings.text('ngrams');
  const size = sizes[ngrams];
  const common = settings.number('stop_word_weight');
  return {
    term: termReader(settings, language),
    weight: (word) => (isStopWord(language, word) ? common : 1),
    runs: size === undefined ? () => [] : runsOfSize(size),
    withPairs: ngrams.startsWith('word-2'),
  };
};

/** What a match of each kind weighs. Runs of characters repeat each other, so next to pairs they weigh a third of them. */
export const kindWeights = (settings: Settings): Readonly<Record<FeatureKind, number>> => {
  const weight = settings.number('ngram_weight');
  return { term: 1, pair: weight, run: settings.text('ngrams').startsWith('word-2') ? weight / 3 : weight };
};
