import { foldCase } from '../../text/fold.js';
import type { Settings } from '../../settings/settings.js';
import { stopWords } from '../../text/stop-words.js';
import { isUnspaced, partedByScript } from '../../text/segment.js';
import type { Message } from './message.js';
import { readableText } from './readable-text.js';
import { styleMarks } from './style-marks.js';

/** A message as its reader sees it, in words. */
export interface MessageWords {
  readonly subject: readonly string[];
  readonly text: readonly string[];
  /** Subject and text parted by white space alone, with their punctuation: what runs of characters are made of. */
  readonly subjectChunks: readonly string[];
  readonly textChunks: readonly string[];
  /** See `styleMarks`. */
  readonly marks: readonly string[];
}

/** Words that are kept of a text or a subject; every setting reads at most as many. */
const mostKept = 4_000;
const wordPattern = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*/gu;

const wordsOf = (text: string): readonly string[] => {
  const words: string[] = [];
  for (const [word] of text.matchAll(wordPattern)) {
    words.push(...(isUnspaced(word) ? partedByScript(word, 'pairs') : [word]));
    if (words.length >= mostKept) break;
  }
  return words;
};

/** Longer chunks are addresses and encoded data, not words. Characters. */
const longestChunk = 60;

const chunksOf = (text: string): readonly string[] => {
  const chunks: string[] = [];
  for (const [chunk] of text.matchAll(/\S+/gu)) {
    if (chunks.length === mostKept) break;
    if (chunk.length <= longestChunk && !isUnspaced(chunk)) chunks.push(chunk);
  }
  return chunks;
};

/** The settings that decide how a message is parted; messages that were parted alike can be shared. */
export const readingKey = (settings: Settings): string =>
  `${settings.toggle('see_through')} ${settings.toggle('strip_markup')}`;

/** Parts messages into words. */
export const messageReader = (settings: Settings): ((message: Message) => MessageWords) => {
  const undoing = { seeThrough: settings.toggle('see_through'), stripMarkup: settings.toggle('strip_markup') };
  return (message) => {
    const [subject, text] = [readableText(message.subject, undoing), readableText(message.text, undoing)];
    return {
      subject: wordsOf(subject),
      text: wordsOf(text),
      subjectChunks: chunksOf(subject),
      textChunks: chunksOf(text),
      marks: styleMarks(message),
    };
  };
};

/** Writes words by the settings of case and accents. */
export const caseFolder = (settings: Settings): ((word: string) => string) => {
  const accents = settings.toggle('see_through');
  return settings.toggle('fold_case') ? (word) => foldCase(word, accents) : (word) => word;
};

/** Chooses among words by length, case and commonness. */
export const wordFilter = (settings: Settings): ((words: readonly string[], limit: number) => readonly string[]) => {
  const shortest = settings.number('minimum_word_length');
  const [fold, drop] = [caseFolder(settings), settings.toggle('stop_words')];
  return (words, limit) => {
    const kept: string[] = [];
    for (const word of words) {
      if (kept.length === limit) break;
      if (word.length < shortest && !isUnspaced(word)) continue;
      kept.push(fold(word));
    }
    return drop ? kept.filter((word) => !stopWords.has(word.toLowerCase())) : kept;
  };
};
