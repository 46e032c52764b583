import { DomainError, type FieldViolation } from '@ao/kernel';
import { amountViolations, type Amount } from './amount.js';

/** What is asked for. */
export interface LeaseRequest {
  /** On whose behalf: "user:admin", "service:orchestrator". */
  readonly principal: string;
  /** What will spend: "job:<id>". */
  readonly subject: string;
  /** Such as "training.run". */
  readonly capability: string;
  /** On what: "agent:<id>", "slot:<name>", "unit:<id>", "host:<host:port>". */
  readonly resource: string;
  readonly budget: Amount;
  /** Wall time from the grant, milliseconds. */
  readonly wallMs: number;
}

/** Ten years: beyond it a time limit is a typing error. */
export const longestWallMs = 10 * 365 * 24 * 60 * 60 * 1000;

interface Shape {
  readonly field: 'principal' | 'subject' | 'capability' | 'resource';
  readonly pattern: RegExp;
  readonly message: string;
}

const shapes: readonly Shape[] = [
  {
    field: 'principal',
    pattern: /^(user|service):[\w.@/-]{1,128}$/,
    message: 'must be "user:<name>" or "service:<name>"',
  },
  {
    field: 'subject',
    pattern: /^[a-z][a-z_-]{0,31}:[^\p{C}]{1,200}$/u,
    message: 'must be "<kind>:<id>", such as "job:<id>"',
  },
  {
    field: 'capability',
    pattern: /^[a-z][a-z_]*(\.[a-z][a-z_]*)+$/,
    message: 'must be dot.case, such as "training.run"',
  },
  {
    field: 'resource',
    pattern: /^((agent|slot|unit):[^\p{C}]{1,200}|host:(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5})$/u,
    message: 'must be "agent:<id>", "slot:<name>", "unit:<id>" or "host:<host:port>"',
  },
];

const requestViolations = (request: LeaseRequest): readonly FieldViolation[] => [
  ...shapes
    .filter(({ field, pattern }) => !pattern.test(request[field]))
    .map(({ field, message }) => ({ path: `request.${field}`, message })),
  ...amountViolations(request.budget, 'request.budget'),
  ...(Number.isSafeInteger(request.wallMs) && request.wallMs >= 0 && request.wallMs <= longestWallMs
    ? []
    : [{ path: 'request.wall_ms', message: `must be a whole number from 0 to ${longestWallMs}` }]),
];

/** Throws `invalid_argument` with every field that is wrong, named as callers write it. A wall time of 0 is fine to simulate, but nothing to hold. */
export const checkRequest = (request: LeaseRequest, leastWallMs = 0): void => {
  const tooShort = request.wallMs >= 0 && request.wallMs < leastWallMs;
  const violations = [
    ...requestViolations(request),
    ...(tooShort ? [{ path: 'request.wall_ms', message: `must be at least ${leastWallMs}` }] : []),
  ];
  if (violations.length > 0) throw new DomainError('invalid_argument', 'the lease request is not valid', violations);
};
