/** Whole numbers as sorted, disjoint, non-touching runs `[first, last]`: small where they arrive nearly in order. */
export type Intervals = readonly (readonly [first: number, last: number])[];

export const covers = (intervals: Intervals, value: number): boolean =>
  intervals.some(([first, last]) => first <= value && value <= last);

/** How many numbers are in it. */
export const sizeOf = (intervals: Intervals): number =>
  intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0);

/** The same numbers and one more. */
export const include = (intervals: Intervals, value: number): Intervals => {
  if (covers(intervals, value)) return intervals;
  const before = intervals.filter(([, last]) => last < value - 1);
  const after = intervals.filter(([first]) => first > value + 1);
  const touching = intervals.slice(before.length, intervals.length - after.length);
  const first = Math.min(value, ...touching.map((interval) => interval[0]));
  const last = Math.max(value, ...touching.map((interval) => interval[1]));
  return [...before, [first, last], ...after];
};
