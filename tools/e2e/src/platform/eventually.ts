import { until } from '@ao/testing';

/** Looks until the answer is there; undefined or an error means "not yet". Throws with the last error when the time is over. */
export const eventually = <T>(
  what: string,
  look: () => Promise<T | undefined>,
  withinMs?: number,
): ReturnType<typeof until<T>> => until(look, what, withinMs);
