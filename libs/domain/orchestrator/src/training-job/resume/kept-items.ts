import type { ItemRange, Trial, TrialResult } from '../training-job.events.js';

/** What is needed of an episode that is recorded. */
export interface RecordedRun {
  /** Place in the job's order of runs: item times runs, plus the run. */
  readonly ordinal: number;
  readonly solved: boolean;
  readonly score: number;
  readonly confidence?: number | undefined;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costMicros: number;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const brierOf = (runs: readonly RecordedRun[]): number | null => {
  const losses = runs.flatMap(({ confidence, solved }) =>
    confidence === undefined ? [] : [(confidence - Number(solved)) ** 2],
  );
  return losses.length === 0 ? null : mean(losses);
};

const resultOf = (runs: readonly RecordedRun[]): TrialResult => ({
  episodes: runs.length,
  solved: runs.filter(({ solved }) => solved).length,
  meanScore: mean(runs.map(({ score }) => score)),
  brier: brierOf(runs),
  tokens: runs.reduce((sum, { tokensIn, tokensOut }) => sum + tokensIn + tokensOut, 0),
  costMicros: runs.reduce((sum, { costMicros }) => sum + costMicros, 0),
});

/** Neighbouring items as stretches. */
const stretches = (items: readonly number[]): ItemRange[] =>
  items.reduce<ItemRange[]>((found, item) => {
    const last = found.at(-1);
    return last !== undefined && last.offset + last.count === item
      ? [...found.slice(0, -1), { ...last, count: last.count + 1 }]
      : [...found, { offset: item, count: 1 }];
  }, []);

/** What of a trial is kept, of the items of which every run is recorded, and which items are missing. An item of which only some runs are recorded is run again. */
export const keptOf = (
  { offset, count, runs = 1 }: Pick<Trial, 'offset' | 'count' | 'runs'>,
  recorded: readonly RecordedRun[],
): { readonly kept: TrialResult; readonly missing: readonly ItemRange[] } => {
  const byItem = Map.groupBy(recorded, ({ ordinal }) => Math.floor(ordinal / runs));
  const whole = (item: number): boolean => (byItem.get(item)?.length ?? 0) >= runs;
  const items = Array.from({ length: count }, (_, index) => offset + index);
  return {
    kept: resultOf(items.filter(whole).flatMap((item) => byItem.get(item) ?? [])),
    missing: stretches(items.filter((item) => !whole(item))),
  };
};
