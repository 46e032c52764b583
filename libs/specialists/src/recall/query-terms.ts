import { termsOf, type Analysis } from './analysis.js';
import { mostQueryWords } from './recall.profile.js';

/** One thing to look up: a word or an n-gram of the query. */
export interface QueryTerm {
  readonly term: string;
  /** Position of the word that it starts at, from 0. */
  readonly position: number;
}

/** How many documents hold a term, of how many. */
export interface TermCounts {
  readonly documents: number;
  readonly of: (term: string) => number;
}

/** For an index that leaves nothing out: no term counts as common. */
export const noCounts: TermCounts = { documents: 1, of: () => 0 };

/** N-grams that one query looks up at most; the rarest are kept. */
const mostGrams = 64;
/** N-grams found in a larger share of the documents say nothing and cost most; one document is never too many. */
const largestGramShare = 0.05;

const rarest = (terms: readonly QueryTerm[], counts: TermCounts): readonly QueryTerm[] =>
  terms.length <= mostGrams
    ? terms
    : [...terms].sort((one, other) => counts.of(one.term) - counts.of(other.term)).slice(0, mostGrams);

/** The words and n-grams that a query looks up, without those that too many documents hold. */
export const queryTerms = (
  analysis: Analysis,
  query: string,
  counts: TermCounts,
  largestShare: number,
): readonly QueryTerm[] => {
  const gramShare = Math.min(largestShare, Math.max(largestGramShare, 1 / counts.documents));
  const within = (share: number) => (found: QueryTerm) => counts.of(found.term) <= share * counts.documents;
  const words = termsOf(analysis, query).slice(0, mostQueryWords);
  const grams = words.flatMap((_, position) => analysis.gramsAt(words, position).map((term) => ({ term, position })));
  return [
    ...words.map((term, position) => ({ term, position })).filter(within(largestShare)),
    ...rarest(grams.filter(within(gramShare)), counts),
  ];
};
