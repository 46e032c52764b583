import { setTimeout as pause } from 'node:timers/promises';

/** What this process holds, in bytes. */
export interface Held {
  /** Live after a full collection: the JavaScript heap and what lies outside of it. */
  readonly live: number;
  /** Resident memory after the same collection. */
  readonly resident: number;
}

const settleMs = 300;

/** Measures after full collections. Needs `node --expose-gc`. */
export const heldMemory = async (): Promise<Held> => {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('memory is measured after a collection: run node with --expose-gc');
  gc();
  await pause(settleMs);
  gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { live: heapUsed + external, resident: rss };
};
