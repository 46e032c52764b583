import { wakeLoop, wakeSignal, type WakeLoop } from './index.js';

const hour = 3_600_000;
let loop: WakeLoop | undefined;
afterEach(() => loop?.close());

/** A look that the test lets finish. */
const gate = () => {
  let looks = 0;
  let open = Promise.withResolvers<void>();
  let begun = Promise.withResolvers<void>();
  return {
    get looks() {
      return looks;
    },
    look: async (): Promise<void> => {
      looks += 1;
      begun.resolve();
      await open.promise;
    },
    begun: () => begun.promise,
    finish: (): void => {
      const done = open;
      [open, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      done.resolve();
    },
  };
};
const refuse = (error: unknown): never => {
  throw error;
};

it('looks at once, then sleeps until it is woken', async () => {
  const work = gate();
  loop = wakeLoop({ look: work.look, everyMs: hour, onFailure: refuse });
  expect(work.looks).toBe(1);
  work.finish();
  loop.wake();
  await work.begun();
  expect(work.looks).toBe(2);
  work.finish();
});

it('looks once more where it was woken while it looked, however often, and never twice at a time', async () => {
  const work = gate();
  loop = wakeLoop({ look: work.look, everyMs: hour, onFailure: refuse });
  loop.wake();
  loop.wake();
  expect(work.looks).toBe(1);
  work.finish();
  await work.begun();
  expect(work.looks).toBe(2);
  work.finish();
});

it('looks by itself after a time, and goes on after a failure', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const failures: unknown[] = [];
  let looks = 0;
  loop = wakeLoop({
    look: async () => {
      looks += 1;
      if (looks === 1) throw new Error('away');
      resolve();
    },
    everyMs: 1,
    onFailure: (error) => failures.push(error),
  });
  await promise;
  expect(failures).toEqual([new Error('away')]);
});

it('lets the look under way finish before it is closed', async () => {
  const work = gate();
  const closing = wakeLoop({ look: work.look, everyMs: hour, onFailure: refuse });
  let closed = false;
  const end = closing.close().then(() => {
    closed = true;
  });
  await Promise.resolve();
  expect(closed).toBe(false);
  work.finish();
  await end;
  await closing.close();
  expect(work.looks).toBe(1);
});

it('a signal remembers one wake for the next sleep, and pauses whoever wakes it until it is stopped', async () => {
  const signal = wakeSignal();
  signal.wake();
  expect(await signal.sleep(hour)).toBe(true);
  expect(await signal.sleep(1)).toBe(false);
  const pause = signal.pause(hour);
  signal.wake();
  signal.stop();
  await pause;
  expect(signal.stopped).toBe(true);
});
