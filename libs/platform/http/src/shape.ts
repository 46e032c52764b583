import { StandardSchemaValidationPipe } from '@nestjs/common';
import { DomainError, type FieldViolation } from '@ao/kernel';

/** An issue as Standard Schema has it; zod adds the names of fields that it does not know. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly keys?: readonly string[];
}

const most = 50;
const key = (part: PropertyKey | { readonly key: PropertyKey }): string =>
  String(typeof part === 'object' ? part.key : part);
const violationsOf = ({ message, path = [], keys }: Issue): FieldViolation[] => {
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
