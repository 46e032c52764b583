/** A run of neighbouring items of one trial: the unit that a worker claims. */
export interface Slice {
  readonly sliceId: string;
  /** Place among the trial's slices, from 0. */
  readonly position: number;
  /** Absolute place of its first item in the trial's item order. */
  readonly ordinalFrom: number;
  /** Items. */
  readonly count: number;
}

/** Which items a trial covers. */
export interface Cut {
  readonly trialId: string;
  /** First item of the order. */
  readonly offset: number;
  /** Items to run. */
  readonly count: number;
  /** Most items of one slice, at least 1. */
  readonly sliceSize: number;
}

/** Items that a trial really has: fewer than asked for where the splits end. */
export const itemsOf = (asked: { readonly offset: number; readonly count: number }, available: number): number =>
  Math.max(0, Math.min(asked.count, available - asked.offset));

/** Cuts a trial into slices. The same cut gives the same slices with the same ids. */
export const cutSlices = ({ trialId, offset, count, sliceSize }: Cut): readonly Slice[] =>
  Array.from({ length: Math.ceil(count / sliceSize) }, (_, position) => ({
    sliceId: `${trialId}.${position}`,
    position,
    ordinalFrom: offset + position * sliceSize,
    count: Math.min(sliceSize, count - position * sliceSize),
  }));
