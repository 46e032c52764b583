import MiniSearch, { type SearchOptions } from 'minisearch';
import { setImmediate } from 'node:timers/promises';
import type { Settings } from '../settings/settings.js';
import type { TaskDocument } from '../specialist.js';
import { analysisOf, gramsIn, isGram, termsOf, type Analysis } from './analysis.js';
import { noCounts, queryTerms, type QueryTerm, type TermCounts } from './query-terms.js';

/** One document found. */
export interface Hit {
  readonly id: string;
  readonly score: number;
}

/** A searchable corpus. */
export interface SearchIndex {
  /** Best first. */
  readonly search: (query: string) => readonly Hit[];
}

/** A weight e^-(position / leadLength): after that many words the extra weight has faded to a third. */
const leadLength = 4;
/** Shorter words match exactly: looking for words like them costs most and finds least. Characters. */
const shortestInexact = 4;
/** Documents between two yields to the event loop. */
const batch = 100;

const gramFields = { title_grams: 'title', text_grams: 'text' } as const;

const emptyIndex = (analysis: Analysis, withGrams: boolean): MiniSearch<TaskDocument> =>
  new MiniSearch<TaskDocument>({
    fields: ['title', 'text', ...(withGrams ? Object.keys(gramFields) : [])],
    extractField: (document, field) =>
      document[gramFields[field as keyof typeof gramFields] ?? (field as keyof TaskDocument)],
    tokenize: (text, field) => [
      ...(field !== undefined && field in gramFields
        ? gramsIn(analysis, termsOf(analysis, text))
        : analysis.tokens(text)),
    ],
    processTerm: (token) => (isGram(token) ? token : analysis.term(token)),
  });

/** Counts, per term, the documents that hold it. */
const countTerms = (analysis: Analysis, counts: Map<string, number>, document: TaskDocument): void => {
  const parts = [document.title, document.text].map((text) => termsOf(analysis, text));
  const terms = new Set(parts.flatMap((words) => [...words, ...gramsIn(analysis, words)]));
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
};

const boostsOf = (settings: Settings): Record<string, number> => {
  const title = settings.number('title_boost');
  const gram = settings.number('ngram_weight');
  return { title, text: 1, title_grams: title * gram, text_grams: gram };
};

const isInexact = (term: string): boolean => !isGram(term) && term.length >= shortestInexact;

const searchOptionsOf = (settings: Settings): SearchOptions => {
  const fuzziness = settings.text('fuzziness');
  const prefix = settings.toggle('prefix');
  return {
    bm25: { k: settings.number('k'), b: settings.number('b'), d: settings.number('d') },
    boost: boostsOf(settings),
    fuzzy: fuzziness === 'none' ? false : (term) => (isInexact(term) ? Number(fuzziness) : false),
    maxFuzzy: 2,
    prefix: prefix ? isInexact : false,
    processTerm: (term) => term,
  };
};

/** What changes from query to query. */
const lookUp = (terms: readonly QueryTerm[], leadBoost: number): SearchOptions => ({
  tokenize: () => terms.map(({ term }) => term),
  ...(leadBoost > 0
    ? { boostTerm: (_, index) => 1 + leadBoost * Math.exp(-(terms[index]?.position ?? 0) / leadLength) }
    : {}),
});

/** Indexes a corpus for these settings. Yields to the event loop as it goes. */
export const indexDocuments = async (
  settings: Settings,
  documents: AsyncIterable<TaskDocument>,
): Promise<SearchIndex> => {
  const analysis = analysisOf(settings);
  const withGrams = settings.text('ngrams') !== 'none';
  const largestShare = settings.number('common_term_share');
  const counts = withGrams || largestShare < 1 ? new Map<string, number>() : null;
  const index = emptyIndex(analysis, withGrams);
  for await (const document of documents) {
    index.add(document);
    if (counts !== null) countTerms(analysis, counts, document);
    if (index.documentCount % batch === 0) await setImmediate();
  }
  const known: TermCounts =
    counts === null ? noCounts : { documents: index.documentCount, of: (term) => counts.get(term) ?? 0 };
  const options = searchOptionsOf(settings);
  const allFirst = settings.text('combine_with') === 'and-then-or';
  return {
    search: (query) => {
      const perQuery = {
        ...options,
        ...lookUp(queryTerms(analysis, query, known, largestShare), settings.number('lead_boost')),
      };
      const all = allFirst ? index.search(query, { ...perQuery, combineWith: 'AND' }) : [];
      return (all.length > 0 ? all : index.search(query, perQuery)).map(({ id, score }) => ({ id: String(id), score }));
    },
  };
};
