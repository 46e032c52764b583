/**
 * Lets the event loop turn between episodes that never wait: at most every `everyMs` milliseconds a caller waits for one turn, so that
 * heartbeats, gRPC calls and the database keep up with an agent that computes. Answers undefined where nobody has to wait.
 */
export const eventLoopTurns = (everyMs: number): (() => Promise<void> | undefined) => {
  let last = performance.now();
  let turn: Promise<void> | undefined;
  const next = (): Promise<void> =>
    new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now();
        turn = undefined;
        resolve();
      }),
    );
  return () => turn ?? (performance.now() - last < everyMs ? undefined : (turn = next()));
};
