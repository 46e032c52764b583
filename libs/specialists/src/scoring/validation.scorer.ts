import { DomainError } from '@ao/kernel';
import type { Scorer } from './score.js';
import { isViolation, member, readText } from './shape.js';

export const longestLabel = 200;

/** 1 for the same label, otherwise 0. */
export const scoreValidation: Scorer = (output, target) => {
  const wanted = readText(member(target, 'label'), 'target.label', longestLabel);
  if (isViolation(wanted)) throw new DomainError('invalid_argument', `${wanted.path} ${wanted.message}`, [wanted]);
  const given = readText(member(output, 'label'), 'output.label', longestLabel);
  if (isViolation(given)) return { solved: false, score: 0, error: `${given.path} ${given.message}` };
  const solved = given === wanted;
  return { solved, score: solved ? 1 : 0, error: null };
};
