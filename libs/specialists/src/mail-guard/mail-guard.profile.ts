import type { MiniAgentProfile } from '@ao/kernel';

/** Words of a text that are read at most; the rest is ignored. Caps the cost of one episode. */
export const mostWords = 2000;
/** Words of a subject that are read at most, where it is read on its own. */
export const mostSubjectWords = 100;

/** A text classifier that fits itself on the train split. The defaults are the usual strong baseline: a linear support vector machine on TF-IDF of words, pairs of words and runs of two to five characters, with the tricks of mails undone. */
export const mailGuardProfile: MiniAgentProfile = {
  id: 'mail-guard',
  version: '2.0.0',
  role: 'validation',
  description: 'Labels a text, such as spam or ham for a mail, with class probabilities learned from the train split.',
  searchSpace: [
    {
      name: 'model',
      description: 'Multinomial or complement naive Bayes, logistic regression, or a linear support vector machine.',
      kind: 'choice',
      values: ['multinomial-nb', 'complement-nb', 'logistic', 'linear-svm'],
    },
    {
      name: 'smoothing',
      description: 'Naive Bayes: count added to every feature of every class.',
      kind: 'float',
      min: 0.001,
      max: 2,
      log: true,
    },
    {
      name: 'error_cost',
      description:
        'Logistic regression and support vector machine: what an error on the train split costs (C); the higher, the closer the fit.',
      kind: 'float',
      min: 0.05,
      max: 50,
      log: true,
    },
    {
      name: 'threshold',
      description:
        'Probability, against the likeliest other label, from which the label that is rarest in train is given.',
      kind: 'float',
      min: 0.1,
      max: 0.9,
    },
    {
      name: 'term_weight',
      description: 'What a feature of a text weighs: its count, 1, or 1 + log of its count.',
      kind: 'choice',
      values: ['count', 'binary', 'log'],
    },
    {
      name: 'idf',
      description:
        'Logistic regression and support vector machine: whether features that many texts have weigh less; by inverse document frequency, by its root, or not.',
      kind: 'choice',
      values: ['full', 'root', 'none'],
    },
    {
      name: 'subject',
      description: 'Words of the subject: ignored, mixed with those of the text, or features of their own.',
      kind: 'choice',
      values: ['ignore', 'mix', 'mark'],
    },
    {
      name: 'word_ngrams',
      description: 'Longest run of neighbouring words that is a feature.',
      kind: 'int',
      min: 1,
      max: 3,
    },
    {
      name: 'character_ngrams',
      description: 'Runs of that many characters inside words are features too; 2-5: of two to five.',
      kind: 'choice',
      values: ['none', '4', '5', '2-5'],
    },
    {
      name: 'minimum_word_length',
      description: 'Shorter words are left out. Characters.',
      kind: 'int',
      min: 1,
      max: 4,
    },
    { name: 'stop_words', description: 'Leave out the commonest English words.', kind: 'toggle' },
    { name: 'fold_case', description: 'Lower-case all words.', kind: 'toggle' },
    { name: 'strip_markup', description: 'Drop HTML tags and comments before reading.', kind: 'toggle' },
    {
      name: 'see_through',
      description:
        'Undo tricks first: encoded parts, invisible and full-width characters, letters spaced out or disguised, text that HTML hides, accents.',
      kind: 'toggle',
    },
    {
      name: 'read_passages',
      description:
        'Read a long text also passage by passage: one that would surely be the rarest label on its own takes away the certainty of another.',
      kind: 'toggle',
    },
    {
      name: 'mark_style',
      description: 'Add features for links, amounts of money, digits, capitals and exclamation marks.',
      kind: 'toggle',
    },
    { name: 'word_limit', description: 'Words of a text that are read.', kind: 'int', min: 100, max: mostWords },
    {
      name: 'hash_bits',
      description: 'Features are hashed into 2 to that power buckets.',
      kind: 'int',
      min: 14,
      max: 20,
    },
  ],
  defaults: {
    model: 'linear-svm',
    smoothing: 1,
    error_cost: 5,
    threshold: 0.5,
    term_weight: 'log',
    idf: 'full',
    subject: 'mix',
    word_ngrams: 2,
    character_ngrams: '2-5',
    minimum_word_length: 2,
    stop_words: false,
    fold_case: true,
    strip_markup: true,
    see_through: true,
    read_passages: true,
    mark_style: false,
    word_limit: mostWords,
    hash_bits: 20,
  },
  requiredLeases: ['training.run'],
  taskSets: ['spam-assassin'],
  tools: [],
  models: [],
  searchSplits: ['dev'],
  maxTokensPerEpisode: mostWords + mostSubjectWords + 1,
  maxCostMicrosPerEpisode: 0,
  episodeTimeoutMs: 5000,
  deterministic: true,
};
