import MiniSearch from 'minisearch';
import { stemmer } from 'stemmer';
import type { Settings } from '../settings/settings.js';
import { stopWords } from '../text/stop-words.js';

/** How text becomes terms; the same for documents and queries. */
export interface Analysis {
  /** Raw tokens, as MiniSearch splits them. */
  readonly tokens: (text: string) => readonly string[];
  /** The term that a token stands for; empty: none. */
  readonly term: (token: string) => string;
  /** The n-grams that start at the term of that index; each begins with a mark that no word can hold. */
  readonly gramsAt: (terms: readonly string[], index: number) => readonly string[];
}

/** First character of every n-gram, so that it never meets a word in the index. */
const mark = '\u0001';
const identifierParts = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

const tokenize = MiniSearch.getDefault('tokenize') as (text: string) => string[];
const processTerm = MiniSearch.getDefault('processTerm') as (token: string) => string;

const withParts = (token: string): readonly string[] => {
  const parts = token.split(identifierParts);
  return parts.length > 1 ? [token, ...parts] : parts;
};

const wordPair: Analysis['gramsAt'] = (terms, index) => {
  const next = terms[index + 1];
  return next === undefined ? [] : [`${mark}${terms[index]} ${next}`];
};

const characterRuns =
  (size: number): Analysis['gramsAt'] =>
  (terms, index) => {
    const padded = `_${terms[index]}_`;
    return Array.from(
      { length: Math.max(0, padded.length - size + 1) },
      (_, start) => mark + padded.slice(start, start + size),
    );
  };

const gramsOf = (kind: string): Analysis['gramsAt'] => {
  switch (kind) {
    case 'word-2':
      return wordPair;
    case 'char-4':
      return characterRuns(4);
    case 'char-5':
      return characterRuns(5);
    default:
      return () => [];
  }
};

/** True for an n-gram, false for a word. */
export const isGram = (term: string): boolean => term.startsWith(mark);

/** The terms of a text, in order. */
export const termsOf = (analysis: Analysis, text: string): readonly string[] =>
  analysis
    .tokens(text)
    .map(analysis.term)
    .filter((term) => term !== '');

/** Every n-gram of the terms, in order. */
export const gramsIn = (analysis: Analysis, terms: readonly string[]): readonly string[] =>
  terms.flatMap((_, index) => analysis.gramsAt(terms, index));

/** Text analysis for these settings. With the defaults it is MiniSearch's own. */
export const analysisOf = (settings: Settings): Analysis => {
  const shortest = settings.number('minimum_term_length');
  const dropStopWords = settings.toggle('stop_words');
  const stem = settings.toggle('stemming') ? stemmer : (word: string): string => word;
  return {
    tokens: settings.toggle('split_identifiers') ? (text) => tokenize(text).flatMap(withParts) : tokenize,
    term: (token) => {
      const word = processTerm(token);
      return word.length < shortest || (dropStopWords && stopWords.has(word)) ? '' : stem(word);
    },
    gramsAt: gramsOf(settings.text('ngrams')),
  };
};
