import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a condition holds, looking every two milliseconds; throws where it does not within the given milliseconds. */
export const until = async (condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> => {
  for (const end = performance.now() + withinMs; !(await condition()); await delay(2)) {
    if (performance.now() > end) throw new Error(`After ${withinMs} ms it still does not hold: ${condition}`);
  }
};
