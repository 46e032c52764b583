import { createHash } from 'node:crypto';
import type { Claim } from '../slice/slice.store.js';

/** Runs a task when there is room for it. */
export type Limit = (task: () => Promise<void>) => Promise<void>;

interface Waiting {
  readonly task: () => Promise<void>;
  readonly limit: Limit;
  readonly done: () => void;
}

interface Arm {
  /** What it will run; null: not known yet. */
  ordinals: ReadonlySet<number> | null;
  readonly waiting: Map<number, Waiting>;
}

/**
 * Runs two slices side by side: of each ordinal that both have to run, one goes right after the other in the same place, so that whatever
 * slows the machine slows both. What only one of them has to run, or what is left after the other has ended, runs on its own.
 */
export class InterleavedPair {
  private readonly arms: ReadonlyMap<string, Arm>;

  /** `startsWith` says which of the two slices goes first at an ordinal. */
  constructor(
    private readonly sliceIds: readonly [string, string],
    private readonly startsWith: (ordinal: number) => 0 | 1,
  ) {
    this.arms = new Map(sliceIds.map((id) => [id, { ordinals: null, waiting: new Map() }]));
  }

  /** A slice says what it is going to run. */
  join(sliceId: string, ordinals: readonly number[]): void {
    this.arm(sliceId).ordinals = new Set(ordinals);
    this.release(sliceId);
  }

  /** A slice has ended: the other one goes on without it. */
  leave(sliceId: string): void {
    this.join(sliceId, []);
  }

  /** Runs a task at its place in the pair, and ends when it has ended. The task does not throw. */
  run(sliceId: string, ordinal: number, { task, limit }: Omit<Waiting, 'done'>): Promise<void> {
    return new Promise((done) => {
      this.arm(sliceId).waiting.set(ordinal, { task, limit, done });
      this.startIfReady(ordinal);
    });
  }

  private arm(sliceId: string): Arm {
    const arm = this.arms.get(sliceId);
    if (arm === undefined) throw new RangeError(`slice ${sliceId} is not of this pair`);
    return arm;
  }

  /** Looks again at what waits for a slice. */
  private release(sliceId: string): void {
    const others = this.sliceIds.filter((id) => id !== sliceId);
    others.forEach((id) => [...this.arm(id).waiting.keys()].forEach((ordinal) => this.startIfReady(ordinal)));
  }

  private startIfReady(ordinal: number): void {
    const arms = this.sliceIds.map((id) => this.arm(id));
    const ready = arms.every(({ ordinals, waiting }) => waiting.has(ordinal) || (ordinals && !ordinals.has(ordinal)));
    if (!ready) return;
    const ordered = this.startsWith(ordinal) === 0 ? arms : arms.toReversed();
    const tasks = ordered.flatMap(({ waiting }) => waiting.get(ordinal) ?? []);
    arms.forEach(({ waiting }) => waiting.delete(ordinal));
    const [first] = tasks;
    void first?.limit(async () => {
      for (const { task, done } of tasks) await task().finally(done);
    });
  }
}

/** One of the two claims of a pair. */
type HalfClaim = Pick<Claim, 'sliceId' | 'pair' | 'stage' | 'ordinalFrom'>;

/** Which half goes first: a bit of the SHA-256 of the mark without its job and of the ordinal, so that the job's seed decides and not the load. */
const drawnOrder =
  (mark: string) =>
  (ordinal: number): 0 | 1 =>
    createHash('sha256')
      .update(`${mark.slice(mark.indexOf('/'))}:${ordinal}`)
      .digest()
      .readUInt8(0) & 1
      ? 1
      : 0;

/** The pairs among claims, under both of their slices. Only open slices run. */
export const pairsOf = (claims: readonly HalfClaim[]): ReadonlyMap<string, InterleavedPair> => {
  const open = claims.filter(({ pair, stage }) => pair !== null && stage === 'open');
  const groups = Map.groupBy(open, ({ pair, ordinalFrom }) => `${pair}:${ordinalFrom}`);
  return new Map(
    [...groups.values()].flatMap((halves): [string, InterleavedPair][] => {
      const [one, other] = halves.map(({ sliceId }) => sliceId).sort();
      if (one === undefined || other === undefined) return [];
      const pair = new InterleavedPair([one, other], drawnOrder(halves[0]?.pair ?? ''));
      return [
        [one, pair],
        [other, pair],
      ];
    }),
  );
};
