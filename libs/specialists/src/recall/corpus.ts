import { LRUCache } from 'lru-cache';
import { documentsWithKey } from '../knowledge/content-key.js';
import type { Settings } from '../settings/settings.js';
import type { Knowledge, TaskDocument } from '../specialist.js';
import { languageOfWords, type Language } from '../text/languages.js';
import { segmenter, type Segmentation } from '../text/segment.js';

/** A corpus as numbers: every distinct word is one entry of `words`, a document two runs of their indices. */
export interface Corpus {
  readonly ids: readonly string[];
  readonly words: readonly string[];
  readonly titles: readonly Int32Array[];
  readonly texts: readonly Int32Array[];
  /** The language of most of it. */
  readonly language: Language;
  /** Parts a query as the documents were. */
  readonly split: (text: string) => string[];
}

/** Words by which the language is told. */
const languageSample = 5_000;
/** Numbers that the corpora kept for the next configurations hold together, 4 bytes each; a larger corpus is read anew each time. */
const mostKeptNumbers = 16_000_000;

const sizeOf = ({ ids, words, titles, texts }: Corpus): number =>
  [titles, texts].flat().reduce((sum, { length }) => sum + length, 1 + ids.length * 8 + words.length * 16);

/** Several configurations of one job part the same documents the same way: that work is shared. Keyed by the content. */
const kept = new LRUCache<string, Corpus>({ maxSize: mostKeptNumbers, sizeCalculation: sizeOf });

/** How these settings part texts into words. */
export const segmentationOf = (settings: Settings): Segmentation => ({
  foldAccents: settings.toggle('fold_accents'),
  splitIdentifiers: settings.toggle('split_identifiers'),
  unspaced: settings.text('unspaced_scripts') === 'words' ? 'words' : 'pairs',
});

const readCorpus = (documents: readonly TaskDocument[], how: Segmentation): Corpus => {
  const split = segmenter(how);
  const numbers = new Map<string, number>();
  const words: string[] = [];
  const sample: string[] = [];
  const numbered = (text: string): Int32Array =>
    Int32Array.from(split(text), (word) => {
      if (sample.length < languageSample) sample.push(word);
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, words.length);
      return words.push(word) - 1;
    });
  const runs = documents.map(({ title, text }) => [numbered(title), numbered(text)] as const);
  return {
    ids: documents.map(({ id }) => id),
    words,
    titles: runs.map(([title]) => title),
    texts: runs.map(([, text]) => text),
    language: languageOfWords(sample),
    split,
  };
};

/** The corpus of this knowledge, parted by these settings. */
export const corpusOf = async (settings: Settings, knowledge: Knowledge): Promise<Corpus> => {
  const how = segmentationOf(settings);
  const { key, values } = await documentsWithKey(knowledge.documents());
  const name = `${key} ${JSON.stringify(how)}`;
  const corpus = kept.get(name) ?? readCorpus(values, how);
  kept.set(name, corpus);
  return corpus;
};
