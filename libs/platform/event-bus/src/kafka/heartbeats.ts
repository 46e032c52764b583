/** Keeps a member in its group while its handler works. `lost` turns true once the group is no longer sure of it: hand over no more. */
export interface Heartbeats {
  readonly lost: boolean;
  stop(): void;
}

/** Beats every so many milliseconds; a failed beat is never repeated, kafkajs itself beats after the batch and joins again. */
export const heartbeats = (beat: () => Promise<void>, everyMs: number): Heartbeats => {
  let lost = false;
  const timer = setInterval(() => {
    beat().catch(() => {
      lost = true;
      clearInterval(timer);
    });
  }, everyMs);
  return {
    get lost() {
      return lost;
    },
    stop: () => clearInterval(timer),
  };
};
