import type { MiniAgentProfile } from '@ao/kernel';

/** Words of a query that are read; the rest is ignored. Caps the cost of one search. */
export const mostQueryWords = 256;
/** Documents in an answer, best first. */
export const mostAnswers = 10;

/** Retrieval over a corpus. The defaults are BM25 over stems, with pairs of neighbouring words and runs of characters counted a little. */
export const recallProfile: MiniAgentProfile = {
  id: 'recall',
  version: '2.0.0',
  role: 'recall',
  description:
    'Finds the documents of a corpus that answer a query: full-text search by BM25 in any script, with tunable ranking and text analysis.',
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
    { name: 'stop_words', description: 'Leave out the commonest words of the language.', kind: 'toggle' },
    {
      name: 'stop_word_weight',
      description: 'Weight of a match of one of the commonest words of the language; another word weighs 1.',
      kind: 'float',
      min: 0,
      max: 1,
    },
    { name: 'stemming', description: 'Reduce words to their stem (Snowball, by language).', kind: 'toggle' },
    { name: 'split_identifiers', description: 'Index the parts of camelCase words next to the whole.', kind: 'toggle' },
    {
      name: 'language',
      description: 'Whose stems and commonest words: that of most of the corpus, or English whatever the corpus.',
      kind: 'choice',
      values: ['corpus', 'english'],
    },
    { name: 'fold_accents', description: 'Find words with and without their accents.', kind: 'toggle' },
    {
      name: 'unspaced_scripts',
      description:
        'Scripts without spaces (Chinese, Japanese, Thai, ...): every character and pair of neighbours, or words by dictionary.',
      kind: 'choice',
      values: ['pairs', 'words'],
    },
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
      description: 'Also match pairs of neighbouring words, runs of 4 or 5 characters, or both.',
      kind: 'choice',
      values: ['none', 'word-2', 'char-4', 'char-5', 'word-2+char-4', 'word-2+char-5'],
    },
    {
      name: 'ngram_weight',
      description: 'Weight of an n-gram match; a word weighs 1. Of runs next to pairs: a third of it.',
      kind: 'float',
      min: 0.05,
      max: 1,
    },
    {
      name: 'fuzziness',
      description:
        'Edit distance allowed per character of a query word of four letters and more that no document holds, at most 2 edits.',
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
    k: 0.8,
    b: 0.3,
    d: 0,
    title_boost: 1,
    lead_boost: 0,
    stop_words: false,
    stop_word_weight: 0.35,
    stemming: true,
    split_identifiers: true,
    language: 'corpus',
    fold_accents: true,
    unspaced_scripts: 'pairs',
    minimum_term_length: 1,
    common_term_share: 1,
    ngrams: 'word-2+char-4',
    ngram_weight: 0.4,
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
