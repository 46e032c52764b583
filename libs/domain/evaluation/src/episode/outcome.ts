/** What one episode gave, as it is stored. `ordinal` is the item's absolute place in the trial's item order. */
export interface Outcome {
  readonly ordinal: number;
  readonly itemId: string;
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
}

/** A limit of one episode. Reaching one is an outcome, not a crash. */
export type Limit = 'time' | 'tokens' | 'cost';

/** What one episode may use: tokens in and out together, cost in millionths. 0 means none at all. */
export interface EpisodeLimits {
  readonly maxTokens: number;
  readonly maxCostMicros: number;
}

/** Which episode it was, and how long it ran. */
export interface EpisodePlace {
  readonly ordinal: number;
  readonly itemId: string;
  readonly latencyMs: number;
}

/** What the agent says that it did. Nothing in it is trusted yet. */
export interface Usage {
  readonly confidence?: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costMicros: number;
  readonly memoryUtility?: number;
}

/** What the scorer says. `error`: why the output could not be read, or null. */
export interface Verdict {
  readonly solved: boolean;
  readonly score: number;
  readonly error: string | null;
}

const unused: Usage = { tokensIn: 0, tokensOut: 0, costMicros: 0 };
const longestError = 500;

const isShare = (value: number | undefined): boolean => value === undefined || (value >= 0 && value <= 1);
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** The first count that makes no sense; undefined where all do. */
const wrongCount = ({ tokensIn, tokensOut, costMicros }: Usage): string | undefined => {
  const wrong = Object.entries({ 'tokens in': tokensIn, 'tokens out': tokensOut, cost: costMicros }).find(([, value]) => !isCount(value));
  return wrong && `${wrong[0]} ${wrong[1]} is not a whole number of at least 0`;
};

/** The first share that makes no sense; undefined where all do. */
const wrongShare = ({ confidence, memoryUtility }: Usage, { score }: Verdict): string | undefined => {
  const wrong = Object.entries({ confidence, 'memory utility': memoryUtility, score }).find(([, value]) => !isShare(value));
  return wrong && `${wrong[0]} ${wrong[1]} is not between 0 and 1`;
};

const exceeded = (usage: Usage, limits: EpisodeLimits): '' | Limit => {
  if (usage.tokensIn + usage.tokensOut > limits.maxTokens) return 'tokens';
  return usage.costMicros > limits.maxCostMicros ? 'cost' : '';
};

const place = ({ ordinal, itemId, latencyMs }: EpisodePlace): EpisodePlace => ({ ordinal, itemId, latencyMs });

const used = (usage: Usage) => ({
  ...(usage.confidence === undefined ? {} : { confidence: usage.confidence }),
  tokensIn: usage.tokensIn,
  tokensOut: usage.tokensOut,
  costMicros: usage.costMicros,
  ...(usage.memoryUtility === undefined ? {} : { memoryUtility: usage.memoryUtility }),
});

const countsOf = ({ tokensIn, tokensOut, costMicros }: Usage): Usage => ({ tokensIn, tokensOut, costMicros });

/** A reason that any store can hold. */
const readable = (reason: string): string => reason.slice(0, longestError).toWellFormed().replaceAll('\0', ' ') || 'unknown';

/** An episode that failed: score 0, with the reason, cut to 500 characters. What it used is paid all the same. */
export const failedOutcome = (episode: EpisodePlace, reason: string, usage: Usage = unused): Outcome => ({
  ...place(episode), solved: false, score: 0, ...used(usage), error: readable(reason), limitReached: '',
});

/** An episode that a limit ended: score 0, not an error. */
export const limitedOutcome = (episode: EpisodePlace, limit: Limit, usage: Usage = unused): Outcome => ({
  ...place(episode), solved: false, score: 0, ...used(usage), error: '', limitReached: limit,
});

/** What a finished episode counts for: a nonsensical number or output is an error, an exceeded limit scores 0, the rest stands as scored. */
export const scoredOutcome = (episode: EpisodePlace, usage: Usage, verdict: Verdict, limits: EpisodeLimits): Outcome => {
  const count = wrongCount(usage);
  if (count !== undefined) return failedOutcome(episode, `invalid output: ${count}`);
  const problem = wrongShare(usage, verdict) ?? verdict.error;
  if (problem !== null) return failedOutcome(episode, `invalid output: ${problem}`, countsOf(usage));
  const limit = exceeded(usage, limits);
  if (limit !== '') return limitedOutcome(episode, limit, usage);
  return { ...place(episode), solved: verdict.solved, score: verdict.score, ...used(usage), error: '', limitReached: '' };
};
