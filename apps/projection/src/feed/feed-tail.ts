import type { Logger } from '@ao/observability';
import { comparePositions, feedStart, type FeedPosition } from './feed-position.js';
import type { FeedReader } from './read-feed.js';

/** Tells readers when the feed has grown. One query serves all of them, and none is made while nobody reads. */
export interface FeedTail {
  /** Something was committed in this process: look at once. */
  poke(): void;
  /** Resolves when the feed reaches beyond a place, or the signal ends the wait. */
  beyond(place: FeedPosition, signal: AbortSignal): Promise<void>;
  close(): void;
}

interface Waiter {
  readonly place: FeedPosition;
  readonly wake: () => void;
}

/** Looks every `everyMs` (other processes append too, and a slow transaction holds back what came after it), and when poked. */
export const feedTail = (reader: FeedReader, logger: Logger, everyMs = 100): FeedTail => {
  const waiters = new Set<Waiter>();
  let looking = false;
  let again = false;
  const wakeUp = (tail: FeedPosition): void => {
    for (const waiter of waiters) if (comparePositions(tail, waiter.place) > 0) waiter.wake();
  };
  const look = async (): Promise<void> => {
    again = looking;
    if (looking || waiters.size === 0) return;
    looking = true;
    try {
      wakeUp((await reader.tail()) ?? feedStart);
    } catch (error) {
      logger.warn({ err: error }, 'the end of the feed could not be read');
    } finally {
      looking = false;
    }
    if (again) void look();
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  return {
    poke: () => void look(),
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
    close: () => {
      clearInterval(timer);
      for (const waiter of waiters) waiter.wake();
    },
  };
};
