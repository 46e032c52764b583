/** Closed list of codes, named as gRPC names them; each is mapped to a status once, at the edge. */
export const errorCodes = [
  'invalid_argument',
  'not_found',
  'already_exists',
  'permission_denied',
  'unauthenticated',
  'resource_exhausted',
  'failed_precondition',
  'aborted',
  'out_of_range',
  'deadline_exceeded',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One place in the caller's input that is wrong: `path` such as "budget.tokens", `message` says what would be right. */
export interface FieldViolation {
  readonly path: string;
  readonly message: string;
}

/** The one error class of the platform. Compare `code`, not `instanceof`, across packages. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly violations: readonly FieldViolation[] = [],
  ) {
    super(message);
  }
}

/** True for a DomainError of any copy of this package, with that code where one is given. */
export const isDomainError = (error: unknown, code?: ErrorCode): error is DomainError =>
  error instanceof Error &&
  error.name === 'DomainError' &&
  'code' in error &&
  (code === undefined || error.code === code);
