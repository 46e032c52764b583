/** A sleep that can be cut short. */
export interface Alarm {
  readonly stopped: boolean;
  /** Wakes the sleeper; where nobody sleeps, the next sleep ends at once. */
  ring(): void;
  /** Sleeps until the time is over (false) or the bell rings (true). */
  sleep(ms: number): Promise<boolean>;
  /** Sleeps through the bell; only `stop` ends it early. */
  rest(ms: number): Promise<void>;
  /** Ends every sleep, now and later. */
  stop(): void;
}

/** The bell of one loop. */
export const alarm = (): Alarm => {
  let stopped = false;
  let rung = false;
  let wake: (() => void) | undefined;
  let end: (() => void) | undefined;

  const pause = (ms: number, hold: (resolve: () => void) => void): Promise<void> =>
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
    ring() {
      rung = true;
      wake?.();
    },
    async sleep(ms) {
      if (!rung && !stopped)
        await pause(ms, (resolve) => {
          wake = end = resolve;
        });
      const early = rung;
      rung = false;
      wake = end = undefined;
      return early;
    },
    async rest(ms) {
      if (!stopped)
        await pause(ms, (resolve) => {
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
