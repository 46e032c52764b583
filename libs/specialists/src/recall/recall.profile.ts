import type { MiniAgentProfile } from '@ao/kernel';

/** Words of a query that are read; the rest is ignored. Caps the cost of one search. */
export const mostQueryWords = 256;
/** Documents in an answer, best first. */
export const mostAnswers = 10;

/** Retrieval over a corpus with MiniSearch. The defaults are MiniSearch's own; everything else is off. */
export const recallProfile: MiniAgentProfile = {
  id: 'recall',
  version: '1.0.0',
  role: 'recall',
  description:
    'Finds the documents of a corpus that answer a query: BM25+ full-text search with tunable ranking and text analysis.',
  searchSpace: [
    {
      name: 'k',
      description: 'BM25+ term frequency saturation: the higher, the longer repeated words keep counting.',
      kind: 'float',
      min: 0.1,
      max: 4,
      log: true,
    },
    {
      name: 'b',
      description: 'BM25+ length normalisation: 0 ignores how long a field is, 1 counts it in full.',
      kind: 'float',
      min: 0,
      max: 1,
    },
    {
      name: 'd',
      description: 'BM25+ lower bound of the weight of a word that occurs at all.',
      kind: 'float',
      min: 0,
      max: 1.5,
    },
    {
      name: 'title_boost',
      description: 'Weight of a match in the title; a match in the text weighs 1.',
      kind: 'float',
      min: 0.25,
      max: 4,
      log: true,
    },
    {
      name: 'lead_boost',
      description: 'Extra weight of the first words of the query; fades by a factor of e every four words.',
      kind: 'float',
      min: 0,
      max: 3,
    },
    { name: 'stop_words', description: 'Leave out the commonest English words.', kind: 'toggle' },
    { name: 'stemming', description: 'Reduce words to their stem (Porter).', kind: 'toggle' },
    { name: 'split_identifiers', description: 'Index the parts of camelCase words next to the whole.', kind: 'toggle' },
    {
      name: 'minimum_term_length',
      description: 'Shorter words are left out. Characters.',
      kind: 'int',
      min: 1,
      max: 3,
    },
    {
      name: 'common_term_share',
      description: 'Query words found in a larger share of the documents are ignored; 1 keeps all.',
      kind: 'float',
      min: 0.1,
      max: 1,
      log: true,
    },
    {
      name: 'ngrams',
      description: 'Also match pairs of neighbouring words, or runs of 4 or 5 characters.',
      kind: 'choice',
      values: ['none', 'word-2', 'char-4', 'char-5'],
    },
    {
      name: 'ngram_weight',
      description: 'Weight of an n-gram match; a word weighs 1.',
      kind: 'float',
      min: 0.05,
      max: 1,
    },
    {
      name: 'fuzziness',
      description: 'Edit distance allowed per character of a query word of four letters and more, at most 2 edits.',
      kind: 'choice',
      values: ['none', '0.1', '0.2'],
    },
    {
      name: 'prefix',
      description: 'Query words of four letters and more also match longer words that begin with them.',
      kind: 'toggle',
    },
    {
      name: 'combine_with',
      description:
        'or: any query word may match; and-then-or: all must match, and only if that finds nothing, any may.',
      kind: 'choice',
      values: ['or', 'and-then-or'],
    },
  ],
  defaults: {
    k: 1.2,
    b: 0.7,
    d: 0.5,
    title_boost: 1,
    lead_boost: 0,
    stop_words: false,
    stemming: false,
    split_identifiers: false,
    minimum_term_length: 1,
    common_term_share: 1,
    ngrams: 'none',
    ngram_weight: 0.5,
    fuzziness: 'none',
    prefix: false,
    combine_with: 'or',
  },
  requiredLeases: ['training.run'],
  taskSets: ['web-features', 'interview-questions'],
  tools: [],
  models: [],
  searchSplits: ['train', 'dev'],
  maxTokensPerEpisode: mostQueryWords + mostAnswers,
  maxCostMicrosPerEpisode: 0,
  episodeTimeoutMs: 5000,
  deterministic: true,
};
