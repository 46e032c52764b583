import type { Logger } from '@ao/observability';
import { wakeLoop } from '@ao/wake-loop';
import { comparePositions, feedStart, type FeedPosition } from './feed-position.js';
import type { FeedReader } from './read-feed.js';

/** Tells readers when the feed has grown. One query serves all of them, and none is made while nobody reads. */
export interface FeedTail {
  /** Something was committed in this process: look at once. */
  wake(): void;
  /** Resolves when the feed reaches beyond a place, or the signal ends the wait. */
  beyond(place: FeedPosition, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

interface Waiter {
  readonly place: FeedPosition;
  readonly wake: () => void;
}

/** Looks every `everyMs` (other processes append too, and a slow transaction holds back what came after it), and when woken. */
export const feedTail = (reader: FeedReader, logger: Logger, everyMs = 100): FeedTail => {
  const waiters = new Set<Waiter>();
  const loop = wakeLoop({
    look: async () => {
      if (waiters.size === 0) return;
      const tail = (await reader.tail()) ?? feedStart;
      for (const waiter of waiters) if (comparePositions(tail, waiter.place) > 0) waiter.wake();
    },
    everyMs,
    onFailure: (error) => logger.warn({ err: error }, 'the end of the feed could not be read'),
  });
  return {
    wake: () => loop.wake(),
    beyond: (place, signal) =>
      new Promise((resolve) => {
        const waiter: Waiter = {
          place,
          wake: () => (waiters.delete(waiter), signal.removeEventListener('abort', waiter.wake), resolve()),
        };
        waiters.add(waiter);
        if (signal.aborted) waiter.wake();
        else signal.addEventListener('abort', waiter.wake, { once: true });
      }),
    close: async () => {
      for (const waiter of waiters) waiter.wake();
      await loop.close();
    },
  };
};
