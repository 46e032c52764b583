import { STATUS_CODES } from 'node:http';
import type { ErrorCode, FieldViolation } from '@ao/kernel';

/** What only HTTP can get wrong, next to the platform's codes. */
export type HttpCode =
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'headers_too_large'
  | 'uri_too_long'
  | 'bad_request'
  | 'insufficient_storage';

export type ProblemCode = ErrorCode | HttpCode;

/** A wrong place: its path such as "budget.tokens", and the same as a JSON pointer (RFC 6901), "/budget/tokens". */
export interface WrongPlace extends FieldViolation {
  readonly pointer: string;
}

/** An RFC 9457 problem document, media type application/problem+json. */
export interface Problem {
  /** `urn:ao:problem:<code>`. */
  readonly type: string;
  /** The status in words. */
  readonly title: string;
  readonly status: number;
  /** What is wrong and what would be right, for people. */
  readonly detail: string;
  /** The same for programs; one of a closed list. */
  readonly code: ProblemCode;
  /** Every wrong place in the caller's input; empty where the whole request is meant. */
  readonly errors: readonly WrongPlace[];
  /** The request's corr_id, by which the logs can be searched. */
  readonly corr_id: string;
}

/** What goes wrong, before it is tied to a request. */
export interface Fault {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldViolation[];
}

const statuses: Readonly<Record<ProblemCode, number>> = {
  invalid_argument: 400,
  out_of_range: 400,
  bad_request: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  already_exists: 409,
  aborted: 409,
  failed_precondition: 409,
  payload_too_large: 413,
  uri_too_long: 414,
  unsupported_media_type: 415,
  resource_exhausted: 429,
  headers_too_large: 431,
  internal: 500,
  unavailable: 503,
  insufficient_storage: 507,
  deadline_exceeded: 503,
};

/** The one place where codes become HTTP statuses. */
export const statusOf = (code: ProblemCode): number => statuses[code];

/** Seconds after which the same request may be worth sending again; undefined where it is not. */
export const retryAfterOf = (code: ProblemCode): number | undefined =>
  statuses[code] === 503 || statuses[code] === 429 ? 1 : undefined;

/** "budget.tokens" as a JSON pointer; the whole document: "". */
const pointerOf = (path: string): string =>
  path === ''
    ? ''
    : `/${path
        .split('.')
        .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
        .join('/')}`;

/** The problem document of a fault in one request. */
export const problemOf = ({ code, detail, errors = [] }: Fault, corrId: string): Problem => ({
  type: `urn:ao:problem:${code}`,
  title: STATUS_CODES[statuses[code]] ?? 'Error',
  status: statuses[code],
  detail,
  code,
  errors: errors.map(({ path, message }) => ({ path, pointer: pointerOf(path), message })),
  corr_id: corrId,
});
