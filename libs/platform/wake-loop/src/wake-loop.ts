import { wakeSignal } from './wake-signal.js';

/** A loop that looks for work. */
export interface WakeLoopOptions {
  /** One look; never runs twice at a time. */
  readonly look: () => Promise<void>;
  /** The longest pause between two looks, in milliseconds: for work of other processes. */
  readonly everyMs: number;
  /** Hears what a look threw; the loop goes on. */
  readonly onFailure: (error: unknown) => void;
}

/** A loop that runs. */
export interface WakeLoop {
  /** There may be work: looks at once, or once more where it is looking. */
  wake(): void;
  /** Lets the look under way finish, and stops. Idempotent. */
  close(): Promise<void>;
}

/** Looks at once, whenever it is woken, and every `everyMs`, until it is closed. */
export const wakeLoop = ({ look, everyMs, onFailure }: WakeLoopOptions): WakeLoop => {
  const signal = wakeSignal();
  const run = async (): Promise<void> => {
    while (!signal.stopped) {
      await look().catch(onFailure);
      await signal.sleep(everyMs);
    }
  };
  const running = run();
  return {
    wake: () => signal.wake(),
    async close() {
      signal.stop();
      await running;
    },
  };
};
