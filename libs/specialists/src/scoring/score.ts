import type { Json, Role } from '@ao/kernel';
import { scoreExact } from './exact.scorer.js';
import { scoreRecall } from './recall.scorer.js';
import { scoreValidation } from './validation.scorer.js';

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

/**
 * Scores an output against its target by the rules of the role:
 * recall compares `{documents: [ids, best first]}` with `{documents: [ids]}` (solved: the first is right; score: reciprocal rank of the first right one);
 * validation compares `{label}` with `{label}`; every other role asks for the same JSON, texts compared without regard to case and white space.
 * A malformed output is a scored failure with a reason; a malformed target is a fault of the task set and throws `invalid_argument`.
 */
export const score = (role: Role, output: Json, target: Json): Score => scorers[role](output, target);
