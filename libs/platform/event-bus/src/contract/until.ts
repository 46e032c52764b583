import { until as untilTrue } from '@ao/testing';

/** Waits until the condition holds; throws, naming what it waited for, when it never does. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  await untilTrue(holds, what);
};
