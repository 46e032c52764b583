import { threadCpuMs } from './thread-clock.js';

const compute = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

/** How often of 50 the clock saw nothing of a short run: nearly always, where it stands still between the system's ticks. */
it('sees a run of a few tenths of a millisecond', () => {
  const runs = Array.from({ length: 50 }, () => {
    const before = threadCpuMs();
    compute(0.3);
    return threadCpuMs() - before;
  });
  expect(runs.filter((ms) => ms <= 0).length).toBeLessThan(10);
});
