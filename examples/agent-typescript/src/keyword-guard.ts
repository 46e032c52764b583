/** What training may vary. */
export interface Configuration {
  /** Probability from which a mail is called spam. */
  readonly threshold: number;
  /** Log-odds per word that spam likes. */
  readonly spam_word_weight: number;
  /** Log-odds per word that ham likes, against spam. */
  readonly ham_word_weight: number;
}

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

export interface Verdict {
  readonly label: 'spam' | 'ham';
  /** Probability of that label. */
  readonly confidence: number;
  readonly wordsRead: number;
}

const spamLikes = new Set(
  (
    'free click money offer guarantee guaranteed credit mortgage loan winner remove removed unsubscribe opportunity income cash dollars cheap ' +
    'insurance rates limited amazing business million investment please receive order'
  ).split(' '),
);
const hamLikes = new Set(
  'wrote writes patch kernel perl python linux list thanks bug version code idea url file think way'.split(' '),
);
/** Log-odds of spam before anything is read: about three mails in ten are spam. */
const prior = -0.85;
/** Counts above this say no more. */
const most = 8;

const count = (words: readonly string[], liked: ReadonlySet<string>): number =>
  Math.min(most, words.filter((word) => liked.has(word)).length);

/** A logistic score over the words that spam and ham like. */
export const judge = (
  { subject, text }: Mail,
  { threshold, spam_word_weight, ham_word_weight }: Configuration,
): Verdict => {
  const words = `${subject} ${text}`.toLowerCase().match(/[a-z]+/gu) ?? [];
  const logOdds = prior + spam_word_weight * count(words, spamLikes) - ham_word_weight * count(words, hamLikes);
  const spam = 1 / (1 + Math.exp(-logOdds));
  return spam >= threshold
    ? { label: 'spam', confidence: spam, wordsRead: words.length }
    : { label: 'ham', confidence: 1 - spam, wordsRead: words.length };
};
