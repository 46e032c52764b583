import { setTimeout as delay } from 'node:timers/promises';

/** Waits until the condition holds; throws, naming what it waited for, when it never does. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> => {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`After ${withinMs} ms still not: ${what}`);
    await delay(10);
  }
};
