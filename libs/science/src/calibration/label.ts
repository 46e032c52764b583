import { DomainError, type FieldViolation } from '@ao/kernel';

/** A confidence and what came of it. */
export interface Label {
  /** The agent's probability that its answer is right, 0 to 1. */
  readonly confidence: number;
  readonly solved: boolean;
  /** The item that it belongs to. Labels of one item resemble each other: they stay in one fold, and count once for a guarantee. Without one a label is independent of all others. */
  readonly itemId?: string;
}

/** What is wrong with a confidence; nothing for a probability. */
export const checkConfidence = (confidence: number, path = 'confidence'): FieldViolation[] =>
  confidence >= 0 && confidence <= 1 ? [] : [{ path, message: `must be a probability from 0 to 1, not ${confidence}` }];

/** Throws `invalid_argument` where there is a violation. */
export const refuse = (message: string, violations: readonly FieldViolation[]): void => {
  if (violations.length > 0) throw new DomainError('invalid_argument', message, violations);
};

/** Farthest that a confidence counts from 0 and from 1. Log odds of certainty are infinite; closer ones hang on rounding. */
export const nearestToCertain = 1e-4;

/** A confidence with finite log odds. */
export const tempered = (confidence: number): number =>
  Math.min(1 - nearestToCertain, Math.max(nearestToCertain, confidence));

export const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** The logistic function, without overflow. */
export const logistic = (logOdds: number): number =>
  logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds));

/** What a probability loses by an outcome: its negative log-likelihood, in nats, at most that of `nearestToCertain`. */
export const logLoss = (probability: number, solved: boolean): number =>
  -Math.log(tempered(solved ? probability : 1 - probability));
