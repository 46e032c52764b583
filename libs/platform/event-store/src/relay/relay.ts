import { wakeSignal, type WakeSignal } from '@ao/wake-loop';
import type { EventStore } from '../event-store.js';
import type { ParkedEvent } from './parked-event.js';
import { publishOrPark, type Publishing } from './publish-page.js';
import type { RelayCheckpoints, RelayProgress } from './relay-checkpoints.js';

export interface RelayOptions extends Publishing {
  readonly store: EventStore;
  /** Names the checkpoint, such as "facts"; one relay of a name publishes at a time among all replicas. */
  readonly name: string;
  readonly checkpoints: RelayCheckpoints;
  /** Hears of events that can never be published, before the relay goes on. A throw: the page comes again. */
  readonly onParked?: (parked: readonly ParkedEvent[]) => Promise<void>;
  /** Hears of a parked event that was published after all. */
  readonly onUnparked?: (event: ParkedEvent) => Promise<void>;
  /** Most events handed over at once. Default 500. */
  readonly pageSize?: number;
  /** The longest pause between two looks at a quiet log, in milliseconds. Default 100. */
  readonly pollMs?: number;
  /** The longest pause after failures in a row, in milliseconds. Default 5000. */
  readonly maxBackOffMs?: number;
  /** Hears of each failure, with their number in a row. */
  readonly onFailure?: (error: unknown, failures: number) => void;
}

/** A relay that runs: it publishes each event at least once, in order, but for those that can never be published. */
export interface Relay {
  /** Events that wait to be published. */
  lag(): Promise<number>;
  /** True where no event waits. */
  caughtUp(): Promise<boolean>;
  /** The events that it could never publish. */
  parked(): Promise<readonly ParkedEvent[]>;
  /**
   * Tries the parked events again, after the cause was mended: one that is published comes behind the newer events of its stream, with
   * its own version. Answers how many were published.
   */
  retryParked(): Promise<number>;
  /** Lets the page under way finish, and stops. Idempotent. */
  close(): Promise<void>;
}

/** After something happened the log is looked at soon again: a transaction that was open may just have ended. */
const shortestPauseMs = 2;

const required = (options: RelayOptions) => ({
  pageSize: 500,
  pollMs: 100,
  maxBackOffMs: 5000,
  onFailure: () => undefined,
  onParked: async () => undefined,
  onUnparked: async () => undefined,
  ...options,
});

/** Publishes one page; answers how many events it had, 0 where another replica is at work. */
const publishPage = async (options: ReturnType<typeof required>): Promise<number> => {
  const { store, name, checkpoints, pageSize, onParked } = options;
  let published = 0;
  await checkpoints.advance(name, async (after): Promise<RelayProgress> => {
    const events = await store.readAll(after, pageSize);
    const last = events.at(-1);
    if (!last) return { reached: after, parked: [] };
    const parked = await publishOrPark(events, options);
    if (parked.length > 0) await onParked(parked);
    published = events.length;
    return { reached: last.at, parked };
  });
  return published;
};

const run = async (options: ReturnType<typeof required>, signal: WakeSignal): Promise<void> => {
  const { pollMs, maxBackOffMs, onFailure } = options;
  let failures = 0;
  let pause = shortestPauseMs;
  while (!signal.stopped) {
    try {
      const published = await publishPage(options);
      failures = 0;
      if (published > 0) pause = shortestPauseMs;
      else if (await signal.sleep(pause)) pause = shortestPauseMs;
      else pause = Math.min(pause * 2, pollMs);
    } catch (error) {
      failures += 1;
      onFailure(error, failures);
      await signal.pause(Math.min(50 * 2 ** (failures - 1), maxBackOffMs));
    }
  }
};

const retryOne = async (event: ParkedEvent, options: ReturnType<typeof required>): Promise<boolean> => {
  const { store, name, checkpoints, onUnparked } = options;
  const { events } = await store.read(event.stream, event.version - 1);
  const parked = await publishOrPark(events.slice(0, 1), options);
  if (parked.length > 0) return false;
  await onUnparked(event);
  await checkpoints.parked.remove(name, event.eventId);
  return true;
};

const retryAll = async (options: ReturnType<typeof required>): Promise<number> => {
  let published = 0;
  for (const event of await options.checkpoints.parked.list(options.name))
    if (await retryOne(event, options)) published += 1;
  return published;
};

/**
 * Starts to publish a log: woken by each append of this process, and by looking itself for those of others. It cannot lose the
 * events of a slow writer: its checkpoint is the pair of `LogPosition`, and `readAll` stops before open transactions.
 */
export const relay = (options: RelayOptions): Relay => {
  const signal = wakeSignal();
  const unsubscribe = options.store.onAppend(() => signal.wake());
  const running = run(required(options), signal);
  const lag = (): Promise<number> => options.checkpoints.waiting(options.name);
  return {
    lag,
    caughtUp: async () => (await lag()) === 0,
    parked: () => options.checkpoints.parked.list(options.name),
    retryParked: () => retryAll(required(options)),
    async close() {
      unsubscribe();
      signal.stop();
      await running;
    },
  };
};
