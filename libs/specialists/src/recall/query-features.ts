import { kindWeights, type Analysis } from './analysis.js';
import type { FeatureTable } from './feature-table.js';
import type { Postings } from './postings.js';
import { mostQueryWords } from './recall.profile.js';
import type { Settings } from '../settings/settings.js';
import { similarTerms } from './similar-terms.js';

/** One thing to look up for a query. */
export interface QueryFeature {
  readonly feature: number;
  readonly weight: number;
  /** Which word of the query it speaks for, from 0; -1: none, as a pair or a run of characters. */
  readonly word: number;
}

/** What a query looks up, and of how many words all must match where all shall. */
export interface QueryFeatures {
  readonly features: readonly QueryFeature[];
  readonly words: number;
}

/** The extra weight of the first words: after that many words it has faded to a third. */
const leadLength = 4;
/** Pairs and runs that one query looks up at most; the rarest are kept. */
const mostNgrams = 256;

/** How many documents hold a feature. */
export const documentsWith = ({ starts }: Postings, feature: number): number => starts[feature + 1]! - starts[feature]!;

/** Pairs and runs of a query that the index knows: their numbers, by the place of the word that they start at. */
const ngramsOf = (
  words: readonly string[],
  terms: readonly (number | undefined)[],
  { runs, withPairs }: Analysis,
  table: FeatureTable,
): readonly { readonly feature: number; readonly position: number }[] =>
  words.flatMap((word, position) => {
    const [one, next] = [terms[position], terms[position + 1]];
    const pair = withPairs && one !== undefined && next !== undefined ? table.findPair(one, next) : undefined;
    return [...runs(word).map((run) => table.find('run', run)), pair]
      .filter((feature) => feature !== undefined)
      .map((feature) => ({ feature, position }));
  });

/** The reader of queries for an index: terms with those like them, pairs and runs, without what too many documents hold. */
export const queryReader = (
  settings: Settings,
  analysis: Analysis,
  postings: Postings,
  split: (text: string) => string[],
): ((query: string) => QueryFeatures) => {
  const weights = kindWeights(settings);
  const [leadBoost, share] = [settings.number('lead_boost'), settings.number('common_term_share')];
  const { table } = postings;
  const like = similarTerms(settings, table);
  const most = share * (postings.lengths.term.length || 1);
  const lead = (position: number): number => 1 + leadBoost * Math.exp(-position / leadLength);
  const isRare = ({ feature }: QueryFeature): boolean => share === 1 || documentsWith(postings, feature) <= most;
  return (query) => {
    const words = split(query)
      .slice(0, mostQueryWords)
      .filter((word) => analysis.term(word) !== '');
    const terms = words.map((word) => analysis.term(word));
    const numbers = terms.map((term) => table.find('term', term));
    const exact = numbers.flatMap((feature, word) =>
      feature === undefined ? [] : [{ feature, weight: analysis.weight(words[word] ?? '') * lead(word), word }],
    );
    const similar = terms.flatMap((term, word) =>
      like(term).map(({ feature, weight }) => ({ feature, weight: weight * lead(word), word })),
    );
    const ngrams = ngramsOf(words, numbers, analysis, table)
      .map(({ feature, position }) => ({ feature, weight: weights[table.kindOf(feature)] * lead(position), word: -1 }))
      .sort((one, other) => documentsWith(postings, one.feature) - documentsWith(postings, other.feature))
      .slice(0, mostNgrams);
    // Word by word: the ranking counts a word once however many of its terms a document holds.
    const found = [...exact, ...similar].sort((one, other) => one.word - other.word);
    return { features: [...found, ...ngrams].filter(isRare), words: terms.length };
  };
};
