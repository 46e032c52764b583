/** What a thread computes right now, readable from outside while it computes: which request, and where its CPU time and the clock stood at its start. */
export interface Computing {
  /** 0: the thread waits. */
  readonly id: number;
  /** Milliseconds of the thread's CPU time. */
  readonly cpuMs: number;
  /** Milliseconds since 1970, with fractions. */
  readonly atMs: number;
}

const fields = 3;

/** Shared memory for a thread's clock. */
export const clockMemory = (): SharedArrayBuffer => new SharedArrayBuffer(fields * Float64Array.BYTES_PER_ELEMENT);

const now = (): number => performance.timeOrigin + performance.now();

const nobody = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/**
 * CPU time of the calling thread in milliseconds. A Node that cannot tell it (before 24) gives the time by the clock. Linux brings a
 * thread's CPU time up to date when it leaves the processor, and else a few hundred times a second: without the moment's sleep a run of
 * half a millisecond is read as nothing at all, or as several times what it was.
 */
export const threadCpuMs = (): number => {
  if (typeof process.threadCpuUsage !== 'function') return performance.now();
  Atomics.wait(nobody, 0, 0, 0.001);
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/** Notes in the thread what it computes; answers what it computed before, to be noted again afterwards. */
export const noteComputing = (memory: SharedArrayBuffer, id: number): void => {
  const view = new Float64Array(memory);
  view[1] = id === 0 ? 0 : threadCpuMs();
  view[2] = now();
  view[0] = id;
};

/** Reads a thread's clock from outside. */
export const computingOf = (memory: SharedArrayBuffer): Computing => {
  const [id = 0, cpuMs = 0, atMs = 0] = new Float64Array(memory);
  return { id, cpuMs, atMs };
};

/** Milliseconds since a thread began what it computes, by the clock. */
export const sinceStart = ({ atMs }: Computing): number => now() - atMs;
