import type { FieldViolation } from '@ao/kernel';
import type { ExitCode } from './exit-codes.js';

/** What the platform says of a request that it refused; the fields of its problem document (RFC 9457). */
export interface Problem {
  readonly title: string;
  readonly detail?: string;
  readonly code?: string;
  readonly status?: number;
  readonly errors?: readonly FieldViolation[];
  readonly corr_id?: string;
}

/** A command that did not do what it was asked for: what to tell the person, and how the process ends. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly exitCode: ExitCode,
    readonly problem: Problem,
    /** What to do about it, one line each. */
    readonly advice: readonly string[] = [],
  ) {
    super(problem.title);
  }
}

export const isFailure = (error: unknown): error is Failure => error instanceof Failure;
