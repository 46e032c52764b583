import { setTimeout as delay } from 'node:timers/promises';

/** Waits before a lost race is run again: up to 5 ms at first, twice that each time, 200 ms at most; by chance, so that rivals part. */
export const pauseBeforeAttempt = (attempt: number): Promise<void> =>
  delay(Math.random() * Math.min(5 * 2 ** (attempt - 1), 200));
