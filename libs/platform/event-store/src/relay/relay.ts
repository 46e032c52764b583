import type { EventStore, LogPosition, RecordedEvent } from '../event-store.js';
import { alarm, type Alarm } from './alarm.js';
import type { RelayCheckpoints } from './relay-checkpoints.js';

export interface RelayOptions {
  readonly store: EventStore;
  /** Names the checkpoint, such as "facts"; one relay of a name publishes at a time among all replicas. */
  readonly name: string;
  readonly checkpoints: RelayCheckpoints;
  /** Gets the events in the order of the log. A throw: the same events come again after a back-off, and none after them before. */
  readonly publish: (events: readonly RecordedEvent[]) => Promise<void>;
  /** Most events handed over at once. Default 500. */
  readonly pageSize?: number;
  /** The longest pause between two looks at a quiet log, in milliseconds. Default 100. */
  readonly pollMs?: number;
  /** The longest pause after failures in a row, in milliseconds. Default 5000. */
  readonly maxBackOffMs?: number;
  /** Hears of each failure, with their number in a row. */
  readonly onFailure?: (error: unknown, failures: number) => void;
}

/** A relay that runs: it publishes each event at least once, in order. */
export interface Relay {
  /** Events that wait to be published. */
  lag(): Promise<number>;
  /** True where no event waits. */
  caughtUp(): Promise<boolean>;
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
  ...options,
});

/** Publishes one page; answers how many events it had, 0 where another replica is at work. */
const publishPage = async ({
  store,
  name,
  checkpoints,
  publish,
  pageSize,
}: ReturnType<typeof required>): Promise<number> => {
  let published = 0;
  await checkpoints.advance(name, async (after): Promise<LogPosition> => {
    const events = await store.readAll(after, pageSize);
    const last = events.at(-1);
    if (!last) return after;
    await publish(events);
    published = events.length;
    return last.at;
  });
  return published;
};

const run = async (options: ReturnType<typeof required>, bell: Alarm): Promise<void> => {
  const { pollMs, maxBackOffMs, onFailure } = options;
  let failures = 0;
  let pause = shortestPauseMs;
  while (!bell.stopped) {
    try {
      const published = await publishPage(options);
      failures = 0;
      if (published > 0) pause = shortestPauseMs;
      else if (await bell.sleep(pause)) pause = shortestPauseMs;
      else pause = Math.min(pause * 2, pollMs);
    } catch (error) {
      failures += 1;
      onFailure(error, failures);
      await bell.rest(Math.min(50 * 2 ** (failures - 1), maxBackOffMs));
    }
  }
};

/**
 * Starts to publish a log: woken by each append of this process, and by looking itself for those of others. It cannot lose the
 * events of a slow writer: its checkpoint is the pair of `LogPosition`, and `readAll` stops before open transactions.
 */
export const relay = (options: RelayOptions): Relay => {
  const bell = alarm();
  const unsubscribe = options.store.onAppend(bell.ring);
  const running = run(required(options), bell);
  const lag = (): Promise<number> => options.checkpoints.waiting(options.name);
  return {
    lag,
    caughtUp: async () => (await lag()) === 0,
    async close() {
      unsubscribe();
      bell.stop();
      await running;
    },
  };
};
