/** A sleep that can be cut short: what a worker loop waits on. */
export interface WakeSignal {
  readonly stopped: boolean;
  /** Wakes the sleeper; where nobody sleeps, the next sleep ends at once. */
  wake(): void;
  /** Sleeps until the time is over (false) or somebody wakes it (true). */
  sleep(ms: number): Promise<boolean>;
  /** Sleeps whoever wakes it; only `stop` ends it early. */
  pause(ms: number): Promise<void>;
  /** Ends every sleep, now and later. */
  stop(): void;
}

/** The signal of one loop. */
export const wakeSignal = (): WakeSignal => {
  let stopped = false;
  let woken = false;
  let endSleep: (() => void) | undefined;
  let end: (() => void) | undefined;

  const timeOut = (ms: number, hold: (resolve: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      hold(() => {
        clearTimeout(timer);
        resolve();
      });
    });

  return {
    get stopped() {
      return stopped;
    },
    wake() {
      woken = true;
      endSleep?.();
    },
    async sleep(ms) {
      if (!woken && !stopped)
        await timeOut(ms, (resolve) => {
          endSleep = end = resolve;
        });
      const early = woken;
      woken = false;
      endSleep = end = undefined;
      return early;
    },
    async pause(ms) {
      if (!stopped)
        await timeOut(ms, (resolve) => {
          end = resolve;
        });
      end = undefined;
    },
    stop() {
      stopped = true;
      end?.();
    },
  };
};
