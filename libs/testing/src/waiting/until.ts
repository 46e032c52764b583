import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Whole milliseconds that a test should wait at most for what a quiet machine does within the given ones. The machine's slowness as the run's
 * beginning measured it (tools/run/patience.cjs), or its load of now where that is more.
 */
export const patient = (ms: number): number =>
  Math.ceil(
    ms * Math.max(1, Number(process.env['AO_TEST_PATIENCE'] ?? 1), (loadavg()[0] ?? 0) / availableParallelism()),
  );

const limitMs = 60_000;
const pauseMs = 10;

type There<T> = Exclude<T, undefined | null | false>;

const isThere = <T>(found: T): found is There<T> => found !== undefined && found !== null && found !== false;

/**
 * Waits until the answer is there and gives it; undefined, null, false or an error mean "not yet". It waits as long as the machine needs: the
 * limit only ends what would hang for ever. Throws with what it waited for and the last error.
 */
export const until = async <T>(
  look: () => T | Promise<T>,
  what = look.toString(),
  withinMs = limitMs,
): Promise<There<T>> => {
  let last: unknown;
  for (const began = performance.now(); performance.now() - began < patient(withinMs); await delay(pauseMs)) {
    try {
      const found = await look();
      if (isThere(found)) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
  }
  const reason = last instanceof Error ? `; last: ${last.message}` : '';
  throw new Error(`not within ${patient(withinMs)} ms: ${what}${reason}`, { cause: last });
};
