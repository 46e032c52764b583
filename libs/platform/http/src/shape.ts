import { StandardSchemaValidationPipe } from '@nestjs/common';
import { kindsWords, speakOwnWords } from '@ao/config';
import { DomainError, type FieldViolation } from '@ao/kernel';

speakOwnWords();

/** An issue as Standard Schema has it, with what zod adds: unknown fields, and what each shape of a union says. */
interface Issue {
  readonly code?: string;
  readonly message: string;
  readonly expected?: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
}

const most = 50;
const key = (part: PropertyKey | { readonly key: PropertyKey }): string =>
  String(typeof part === 'object' ? part.key : part);

const isOfAnotherKind = ({ code, path = [] }: Issue): boolean => code === 'invalid_type' && path.length === 0;

/** What a union says of a value that none of its shapes takes: the faults of the one shape that is of its kind, or the kinds that there are. */
const unionIssues = (issue: Issue, shapes: readonly (readonly Issue[])[]): readonly Issue[] => {
  const near = shapes.filter((faults) => !faults.some(isOfAnotherKind));
  const [only] = near;
  if (near.length === 1 && only !== undefined)
    return only.map((fault) => ({ ...fault, path: [...(issue.path ?? []), ...(fault.path ?? [])] }));
  const expected = shapes.flatMap((faults) => faults.filter(isOfAnotherKind).map((fault) => fault.expected ?? ''));
  return [{ path: issue.path ?? [], message: expected.length === 0 ? issue.message : kindsWords(expected) }];
};

const violationsOf = (issue: Issue): FieldViolation[] => {
  const { message, path = [], keys, errors = [] } = issue;
  if (errors.length > 0) return unionIssues(issue, errors).flatMap(violationsOf);
  const at = path.map(key);
  if (keys === undefined) return [{ path: at.join('.'), message }];
  return keys.map((name) => ({ path: [...at, name.slice(0, 100)].join('.'), message: 'is not a known field' }));
};

/** The refusal of an input: every wrong place, at most fifty of them. */
export const refusal = (issues: readonly unknown[]): DomainError => {
  const violations = (issues as readonly Issue[]).flatMap(violationsOf).slice(0, most);
  const [first] = violations;
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `;
  return new DomainError(
    'invalid_argument',
    `the request is not valid: ${where}${first?.message ?? 'it has another shape'}`,
    violations,
  );
};

/** Checks each `{ schema }` of a handler's parameters; throws DomainError `invalid_argument` with the path of every wrong field. */
export const shapePipe = new StandardSchemaValidationPipe({ exceptionFactory: refusal });
