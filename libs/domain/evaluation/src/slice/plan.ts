/** A run of neighbouring episodes of one trial: the unit that a worker claims. The runs on one item may lie in two slices. */
export interface Slice {
  readonly sliceId: string;
  /** Place among the trial's slices, from 0. */
  readonly position: number;
  /** Ordinal of its first episode. */
  readonly ordinalFrom: number;
  /** Episodes. */
  readonly count: number;
}

/** Which items a trial covers. */
export interface Cut {
  readonly trialId: string;
  /** First item of the order. */
  readonly offset: number;
  /** Items to run. */
  readonly count: number;
  /** Runs on each item, at least 1. */
  readonly runsPerItem: number;
  /** Most episodes of one slice, at least 1. */
  readonly sliceSize: number;
}

/** Items that a trial really has: fewer than asked for where the splits end. */
export const itemsOf = (asked: { readonly offset: number; readonly count: number }, available: number): number =>
  Math.max(0, Math.min(asked.count, available - asked.offset));

/** Cuts a trial into slices. The same cut gives the same slices with the same ids. */
export const cutSlices = ({ trialId, offset, count, runsPerItem, sliceSize }: Cut): readonly Slice[] => {
  const episodes = count * runsPerItem;
  return Array.from({ length: Math.ceil(episodes / sliceSize) }, (_, position) => ({
    sliceId: `${trialId}.${position}`,
    position,
    ordinalFrom: offset * runsPerItem + position * sliceSize,
    count: Math.min(sliceSize, episodes - position * sliceSize),
  }));
};

/** Which item, and which run on it, an ordinal names. */
export const placeOf = (ordinal: number, runsPerItem: number): { readonly item: number; readonly run: number } => ({
  item: Math.floor(ordinal / runsPerItem),
  run: ordinal % runsPerItem,
});
