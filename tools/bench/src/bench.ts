/** One line of a benchmark: what we do against a named rival or limit, in the same run. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  /** The rival's number; null where the aim is a bound of its own. */
  readonly theirs: number | null;
  /** ours / theirs; null without a rival. */
  readonly ratio: number | null;
  readonly unit: string;
  /** In words, such as ">= 0.8". */
  readonly aim: string;
  readonly met: boolean;
}

/** A benchmark: prints what it does through `say`, answers its rows. At most a minute by default. */
export type Bench = (say: (line: string) => void) => Promise<readonly Row[]>;

/** A row of a ratio that must be at least `aim`. */
export const atLeast = (
  name: string,
  { ours, theirs, unit }: { ours: number; theirs: number; unit: string },
  aim: number,
): Row => {
  const ratio = ours / theirs;
  return { name, ours, theirs, ratio, unit, aim: `ratio >= ${aim}`, met: ratio >= aim };
};

/** A row of a ratio that must be at most `aim`. */
export const atMostTimes = (
  name: string,
  { ours, theirs, unit }: { ours: number; theirs: number; unit: string },
  aim: number,
): Row => {
  const ratio = ours / theirs;
  return { name, ours, theirs, ratio, unit, aim: `ratio <= ${aim}`, met: ratio <= aim };
};

/** A row of a number that must not exceed `aim`. */
export const atMost = (
  name: string,
  { ours, theirs = null, unit }: { ours: number; theirs?: number | null; unit: string },
  aim: number,
): Row => ({
  name,
  ours,
  theirs,
  ratio: theirs === null ? null : ours / theirs,
  unit,
  aim: `<= ${aim}`,
  met: ours <= aim,
});

/** A row of a number that must reach `aim`. */
export const reaches = (
  name: string,
  { ours, theirs = null, unit }: { ours: number; theirs?: number | null; unit: string },
  aim: number,
): Row => ({
  name,
  ours,
  theirs,
  ratio: theirs === null ? null : ours / theirs,
  unit,
  aim: `>= ${aim}`,
  met: ours >= aim,
});
