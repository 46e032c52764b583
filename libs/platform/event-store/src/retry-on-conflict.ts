import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, isDomainError } from '@ao/kernel';

/** Waits before a lost race is run again: up to 5 ms at first, twice that each time, 200 ms at most; by chance, so that rivals part. */
const pauseBefore = (attempt: number): Promise<void> => delay(Math.random() * Math.min(5 * 2 ** (attempt - 1), 200));

/** Another writer was faster. Only what writes can say so: a rule or a guard that refuses with `aborted` means it. */
class LostRace extends Error {}

/** Waits for a write; its DomainError `aborted` becomes the lost race that `retryOnConflict` runs again. */
export const lostRaceOf = async <T>(write: Promise<T>): Promise<T> => {
  try {
    return await write;
  } catch (error) {
    throw isDomainError(error, 'aborted') ? new LostRace(error.message) : error;
  }
};

/**
 * Runs an attempt again as long as it ends in a lost race (`lostRaceOf`): it loads, decides and appends anew. `tried` is 0 at
 * the first. Throws `aborted`, naming `what` was too busy, after the last; any other error at once.
 */
export const retryOnConflict = async <T>(
  what: string,
  attempts: number,
  attempt: (tried: number) => Promise<T>,
): Promise<T> => {
  for (let tried = 0; tried < attempts; tried += 1) {
    if (tried > 0) await pauseBefore(tried);
    try {
      return await attempt(tried);
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
    }
  }
  throw new DomainError('aborted', `${what} is too busy: ${attempts} attempts were overtaken by other writers.`);
};
