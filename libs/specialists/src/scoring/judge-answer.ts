import { canonicalJson, type Json, type Role } from '@ao/kernel';
import type { Answer } from '../specialist.js';
import type { ChosenScorer } from './chosen-scorer.js';
import { score, type Score } from './score.js';
import { touchesScorer } from './touched-scorer.js';

/** Characters of an answer's canonical JSON, at most. */
export const longestOutput = 1_000_000;
/** Levels of arrays and objects in an answer, at most. */
export const deepestOutput = 64;

/** What an answer is worth, and what was seen in it. */
export interface JudgedAnswer extends Score {
  /** The agent declines to answer, or its answer is empty and not right; never solved. */
  readonly refused: boolean;
  /** Characters of the answer's canonical JSON; 0: there is none. */
  readonly outputChars: number;
  /** The answer speaks to its scorer: see `touchesScorer`. */
  readonly touchedScorer: boolean;
}

/** The item that was answered. */
interface Asked {
  readonly input: Json;
  readonly target: Json;
  /** Of its task set; absent: the role's own. */
  readonly scorer?: ChosenScorer | undefined;
}

const isEmpty = (output: Json | undefined): boolean => {
  if (typeof output === 'string') return output.trim() === '';
  return output === null || output === undefined || (typeof output === 'object' && Object.keys(output).length === 0);
};

/** What JSON cannot hold, or no scorer shall read; never recurses deeper than `deepestOutput`. */
const unfit = (value: Json, path: string, depth = 0): string | undefined => {
  if (depth > deepestOutput) return `output is nested deeper than ${deepestOutput} levels`;
  if (typeof value === 'object' && value !== null) return unfitMember(value, path, depth);
  return typeof value !== 'number' || Number.isFinite(value) ? undefined : `${path} is ${value}, which is no JSON`;
};

const unfitMember = (value: object, path: string, depth: number): string | undefined => {
  for (const [key, member] of Object.entries(value) as [string, Json][]) {
    const problem = unfit(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key.slice(0, 40)}`, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const failed = (error: string, outputChars: number): JudgedAnswer => ({
  solved: false,
  score: 0,
  error,
  refused: false,
  outputChars,
  touchedScorer: false,
});

const scored = (
  role: Role,
  { output, refused = false }: Pick<Answer, 'output' | 'refused'>,
  { target, scorer }: Asked,
): Score & { readonly refused: boolean } => {
  const given = refused ? undefined : score(role, output, target, scorer);
  if (given !== undefined && (given.solved || !isEmpty(output))) return { ...given, refused: false };
  return { solved: false, score: 0, error: null, refused: true };
};

/**
 * Judges an answer: scored by its task set's scorer or the rules of its role, a refusal, or unreadable with the reason in `error`. An empty answer (null, "", [],
 * {}) counts as a refusal unless it is the right one. Throws DomainError `invalid_argument` for a malformed target.
 */
export const judgeAnswer = (role: Role, answer: Pick<Answer, 'output' | 'refused'>, item: Asked): JudgedAnswer => {
  const output = answer.output ?? null;
  const problem = unfit(output, 'output');
  if (problem !== undefined) return failed(problem, 0);
  const outputChars = output === null ? 0 : canonicalJson(output).length;
  if (outputChars > longestOutput)
    return failed(`output has ${outputChars} characters as JSON, more than ${longestOutput}`, outputChars);
  return {
    ...scored(role, { ...answer, output }, item),
    outputChars,
    touchedScorer: touchesScorer(role, output, item),
  };
};
