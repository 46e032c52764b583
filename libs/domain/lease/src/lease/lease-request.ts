import { DomainError, nameViolations, names, type FieldViolation } from '@ao/kernel';
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

const nameOf = {
  principal: names.principal,
  subject: names.leaseSubject,
  capability: names.capability,
  resource: names.resource,
} as const;

const requestViolations = (request: LeaseRequest): readonly FieldViolation[] => [
  ...(Object.keys(nameOf) as (keyof typeof nameOf)[]).flatMap((field) =>
    nameViolations(nameOf[field], `request.${field}`, request[field]),
  ),
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
