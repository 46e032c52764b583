import type { Split } from '@ao/kernel';

/** What one episode gave, as it is stored. */
export interface Outcome {
  /** The item's absolute place in the trial's item order, times the runs on each item, plus `run`. */
  readonly ordinal: number;
  readonly itemId: string;
  /** The item's `metadata.slice`; empty: none. */
  readonly slice: string;
  /** The item's split; empty in episodes that are older than this field. */
  readonly split: Split | '';
  /** Which run on the item, from 0. */
  readonly run: number;
  readonly solved: boolean;
  /** 0 to 1. */
  readonly score: number;
  /** The agent's probability that it is right; absent: it does not say. */
  readonly confidence?: number;
  readonly latencyMs: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Millionths of the account's currency unit. */
  readonly costMicros: number;
  /** 0 to 1; absent: no memory was used. */
  readonly memoryUtility?: number;
  /** Why the episode failed; empty: it did not. */
  readonly error: string;
  /** The limit that ended the episode: time, tokens or cost; empty: none. */
  readonly limitReached: '' | Limit;
  /** The agent declined to answer, or its answer was empty and not right; never solved. */
  readonly refused: boolean;
  /** Characters of the answer's canonical JSON; 0: there is none. */
  readonly outputChars: number;
  /** The answer speaks to its scorer. */
  readonly touchedScorer: boolean;
  /** SHA-256 in hex of the answer's canonical JSON; absent: there is none, or the episode is older than this field. */
  readonly outputHash?: string;
}

/** An outcome as the log may hold it: episodes of earlier versions lack the newer fields. */
export type StoredOutcome = Omit<Outcome, NewerField> & Partial<Pick<Outcome, NewerField>>;
type NewerField = 'slice' | 'split' | 'run' | 'refused' | 'outputChars' | 'touchedScorer';

/** Fills what an outcome of an earlier version lacks: it was the only run on its item, of no known slice or split. */
export const readOutcome = (stored: StoredOutcome): Outcome => ({
  slice: '',
  split: '',
  run: 0,
  refused: false,
  outputChars: 0,
  touchedScorer: false,
  ...stored,
});

/** A limit of one episode. Reaching one is an outcome, not a crash. */
export type Limit = 'time' | 'tokens' | 'cost';

/** What one episode may use: tokens in and out together, cost in millionths. 0 means none at all. */
export interface EpisodeLimits {
  readonly maxTokens: number;
  readonly maxCostMicros: number;
}

/** Which episode it was, and how long it ran. */
export type EpisodePlace = Pick<Outcome, 'ordinal' | 'itemId' | 'slice' | 'split' | 'run' | 'latencyMs'>;

/** What the agent says that it did. Nothing in it is trusted yet. */
export interface Usage {
  readonly confidence?: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costMicros: number;
  readonly memoryUtility?: number;
}

/** What the platform saw in an answer, whatever it is worth. */
export type AnswerMarks = Pick<Outcome, 'refused' | 'outputChars' | 'touchedScorer'>;

/** What the scorer says. `error`: why the output could not be read, or null. */
export interface Verdict extends AnswerMarks {
  readonly solved: boolean;
  readonly score: number;
  readonly error: string | null;
}

/** What an episode used, and what was seen in its answer. */
type Given = Usage & AnswerMarks;

const nothingGiven: Given = {
  tokensIn: 0,
  tokensOut: 0,
  costMicros: 0,
  refused: false,
  outputChars: 0,
  touchedScorer: false,
};
const longestError = 500;

const isShare = (value: number | undefined): boolean => value === undefined || (value >= 0 && value <= 1);
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * The most that one episode can say that it used, whatever its agent's limits: a million episodes of it add up to less than 2^53. A
 * thousand million tokens a direction, and a cost of 5,000 units of the account's currency.
 */
export const episodeMaxima = { tokens: 1_000_000_000, costMicros: 5_000_000_000 } as const;

/** The first count that makes no sense; undefined where all do. */
const wrongCount = ({ tokensIn, tokensOut, costMicros }: Usage): string | undefined => {
  const { tokens, costMicros: cost } = episodeMaxima;
  const counts = [
    ['tokens in', tokensIn, tokens],
    ['tokens out', tokensOut, tokens],
    ['cost', costMicros, cost],
  ] as const;
  for (const [what, value, most] of counts) {
    if (!isCount(value)) return `${what} ${value} is not a whole number of at least 0`;
    if (value > most) return `${what} ${value} is above ${most}, the most that one episode can say that it used`;
  }
  return undefined;
};

/** The first share that makes no sense; undefined where all do. */
const wrongShare = ({ confidence, memoryUtility }: Usage, { score }: Verdict): string | undefined => {
  const wrong = Object.entries({ confidence, 'memory utility': memoryUtility, score }).find(
    ([, value]) => !isShare(value),
  );
  return wrong && `${wrong[0]} ${wrong[1]} is not between 0 and 1`;
};

const exceeded = (usage: Usage, limits: EpisodeLimits): '' | Limit => {
  if (usage.tokensIn + usage.tokensOut > limits.maxTokens) return 'tokens';
  return usage.costMicros > limits.maxCostMicros ? 'cost' : '';
};

const place = ({ ordinal, itemId, slice, split, run, latencyMs }: EpisodePlace): EpisodePlace => ({
  ordinal,
  itemId,
  slice,
  split,
  run,
  latencyMs,
});

const given = ({ confidence, memoryUtility, ...always }: Given): Given => ({
  ...(confidence === undefined ? {} : { confidence }),
  tokensIn: always.tokensIn,
  tokensOut: always.tokensOut,
  costMicros: always.costMicros,
  ...(memoryUtility === undefined ? {} : { memoryUtility }),
  refused: always.refused,
  outputChars: always.outputChars,
  touchedScorer: always.touchedScorer,
});

const countsOf = ({ tokensIn, tokensOut, costMicros }: Usage): Usage => ({ tokensIn, tokensOut, costMicros });
const marksOf = ({ refused, outputChars, touchedScorer }: AnswerMarks): AnswerMarks => ({
  refused,
  outputChars,
  touchedScorer,
});

/** A reason that any store can hold. */
const readable = (reason: string): string =>
  reason.slice(0, longestError).toWellFormed().replaceAll('\0', ' ') || 'unknown';

/** An episode that failed: score 0, with the reason, cut to 500 characters. What it used is paid all the same. */
export const failedOutcome = (episode: EpisodePlace, reason: string, what: Given = nothingGiven): Outcome => ({
  ...place(episode),
  solved: false,
  score: 0,
  ...given(what),
  error: readable(reason),
  limitReached: '',
});

/** An episode that a limit ended: score 0, not an error. */
export const limitedOutcome = (episode: EpisodePlace, limit: Limit, what: Given = nothingGiven): Outcome => ({
  ...place(episode),
  solved: false,
  score: 0,
  ...given(what),
  error: '',
  limitReached: limit,
});

/**
 * What a finished episode counts for: a nonsensical number or output is an error, an exceeded limit scores 0, a refusal scores 0, the
 * rest stands as scored.
 */
export const scoredOutcome = (
  episode: EpisodePlace,
  usage: Usage,
  verdict: Verdict,
  limits: EpisodeLimits,
): Outcome => {
  const marks = marksOf(verdict);
  const count = wrongCount(usage);
  if (count !== undefined) return failedOutcome(episode, `invalid output: ${count}`, { ...nothingGiven, ...marks });
  const problem = wrongShare(usage, verdict) ?? verdict.error;
  if (problem !== null) return failedOutcome(episode, `invalid output: ${problem}`, { ...countsOf(usage), ...marks });
  const limit = exceeded(usage, limits);
  if (limit !== '') return limitedOutcome(episode, limit, { ...usage, ...marks });
  const worth = verdict.refused ? { solved: false, score: 0 } : { solved: verdict.solved, score: verdict.score };
  return { ...place(episode), ...worth, ...given({ ...usage, ...marks }), error: '', limitReached: '' };
};
