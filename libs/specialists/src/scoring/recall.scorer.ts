import { DomainError } from '@ao/kernel';
import type { Scorer } from './score.js';
import { isViolation, member, readTexts } from './shape.js';

/** Reciprocal rank of the first right document (Voorhees, TREC-8, 1999); solved when it is the first. */
export const scoreRecall: Scorer = (output, target) => {
  const wanted = readTexts(member(target, 'documents'), 'target.documents');
  if (isViolation(wanted)) throw new DomainError('invalid_argument', `${wanted.path} ${wanted.message}`, [wanted]);
  const found = readTexts(member(output, 'documents'), 'output.documents');
  if (isViolation(found)) return { solved: false, score: 0, error: `${found.path} ${found.message}` };
  const right = new Set(wanted);
  const rank = found.findIndex((id) => right.has(id));
  return { solved: rank === 0, score: rank < 0 ? 0 : 1 / (rank + 1), error: null };
};
