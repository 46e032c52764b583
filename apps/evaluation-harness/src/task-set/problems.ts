import { DomainError, type FieldViolation } from '@ao/kernel';

/** Most problems that are reported at once. */
export const mostProblems = 20;

/** What is wrong with an import, line by line. */
export interface Problems {
  /** Notes a problem of a line; throws the whole list once it is long enough. */
  add(kind: 'items' | 'documents', line: number, message: string): void;
  /** Throws DomainError `invalid_argument` with the list, where there is one. */
  throwIfAny(): void;
}

/** Collects at most twenty problems, in the order of discovery. */
export const problems = (): Problems => {
  const found: FieldViolation[] = [];
  const fail = (): never => {
    const [first] = found as [FieldViolation];
    const more = found.length >= mostProblems ? ' (there may be more)' : '';
    throw new DomainError(
      'invalid_argument',
      `nothing was imported; ${found.length} ${found.length === 1 ? 'problem' : 'problems'}${more}, first ${first.path}: ${first.message}`,
      found,
    );
  };
  return {
    add: (kind, line, message) => {
      found.push({ path: `${kind}:${line}`, message });
      if (found.length >= mostProblems) fail();
    },
    throwIfAny: () => {
      if (found.length > 0) fail();
    },
  };
};
