import type { Json, Role } from '@ao/kernel';
import type { ChosenScorer } from './chosen-scorer.js';
import { compare } from './compare.js';
import { scoreExact } from './exact.scorer.js';
import { scoreRecall } from './recall.scorer.js';
import { isViolation, member, readText } from './shape.js';
import { longestLabel, scoreValidation } from './validation.scorer.js';

/** How good one output is. `error`: why the output could not be read, or null; such an output scores 0. */
export interface Score {
  readonly solved: boolean;
  /** 0 to 1. */
  readonly score: number;
  readonly error: string | null;
}

/** One scorer of one role. Throws DomainError `invalid_argument` for a malformed target, never for a malformed output. */
export type Scorer = (output: Json, target: Json) => Score;

const scorers: Readonly<Record<Role, Scorer>> = {
  recall: scoreRecall,
  validation: scoreValidation,
  chat: scoreExact,
  interpretation: scoreExact,
  compression: scoreExact,
  tooling: scoreExact,
  planner: scoreExact,
};

const unreadable = (error: string): Score => ({ solved: false, score: 0, error });

const judged = (solved: boolean | string): Score =>
  typeof solved === 'string' ? unreadable(solved) : { solved, score: solved ? 1 : 0, error: null };

/** By the scorer of the task set: of validation the labels are compared, of other roles the whole. */
const chosen = (role: Role, output: Json, target: Json, scorer: ChosenScorer): Score => {
  if (role !== 'validation') return judged(compare(output, target, scorer));
  const label = readText(member(output, 'label'), 'output.label', longestLabel);
  if (isViolation(label)) return unreadable(`${label.path} ${label.message}`);
  return judged(compare(label, member(target, 'label') ?? null, scorer));
};

/**
 * Scores an output against its target, by the scorer that its task set chose, else by the rules of the role:
 * recall compares `{documents: [ids, best first]}` with `{documents: [ids]}` (solved: the first is right; score: reciprocal rank of the first right one);
 * validation compares `{label}` with `{label}`; every other role asks for the same JSON, texts compared without regard to case and white space.
 * A chosen scorer compares the labels of validation, and the whole output otherwise. A malformed output is a scored failure with a
 * reason; a malformed target is a fault of the task set and throws `invalid_argument`.
 */
export const score = (role: Role, output: Json, target: Json, scorer?: ChosenScorer): Score =>
  scorer === undefined ? scorers[role](output, target) : chosen(role, output, target, scorer);
