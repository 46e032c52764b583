/** How often and how fast a fact is tried again. */
export interface RetryPolicy {
  /** Failures on one single fact until it goes to the dead letters. */
  readonly attempts: number;
  /** The first back-off; each further one is twice as long. */
  readonly initialMs: number;
  readonly maxMs: number;
}

export const defaultRetry: RetryPolicy = { attempts: 8, initialMs: 100, maxMs: 5000 };

/** Milliseconds to wait after so many failures in a row, from 1. */
export const backOff = (policy: RetryPolicy, failures: number): number =>
  Math.min(policy.maxMs, policy.initialMs * 2 ** Math.min(failures - 1, 30));
