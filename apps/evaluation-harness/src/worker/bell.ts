/** Lets a loop sleep until somebody rings, or until a time is over. A ring while it is awake cuts its next sleep short. */
export interface Bell {
  ring(): void;
  /** Answers true when it was rung. */
  sleep(ms: number): Promise<boolean>;
}

/** Hangs a bell. */
export const bell = (): Bell => {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          wake = undefined;
          const was = rung;
          rung = false;
          resolve(was);
        };
        const timer = setTimeout(end, ms);
        wake = end;
        if (rung) end();
      }),
  };
};
