import { itemOutcome, type GateMetric, type GateOutcome, type RunOutcome } from '@ao/science';

// Part of the stored history: see training-job.events.ts.

/** Outcomes of one arm over one block, in the seed's item order: one entry a run, the runs of an item together. An absent list is all zero or null. */
export interface BlockOutcomes {
  /** "1" solved, "0" not: one character a run. */
  readonly solved: string;
  readonly latencyMs: readonly number[];
  readonly tokens: readonly number[];
  readonly score?: readonly number[];
  /** As it would be served: recalibrated. */
  readonly confidence?: readonly (number | null)[];
  readonly costMicros?: readonly number[];
  /** "1" declined to answer. */
  readonly refused?: string;
  readonly outputChars?: readonly number[];
  /** "1" spoke to its scorer. */
  readonly touchedScorer?: string;
}

/** Both arms on the same items. */
export interface PairedBlock {
  readonly finalist: number;
  readonly block: number;
  readonly itemIds: readonly string[];
  /** `metadata.slice` of each item; empty: none. */
  readonly slices?: readonly string[];
  readonly candidate: BlockOutcomes;
  readonly incumbent: BlockOutcomes;
}

const zero = (list: readonly number[] | undefined, index: number): number => list?.[index] ?? 0;

const runAt = (outcomes: BlockOutcomes, index: number): RunOutcome => ({
  solved: outcomes.solved[index] === '1',
  score: zero(outcomes.score, index),
  confidence: outcomes.confidence?.[index] ?? null,
  latencyMs: zero(outcomes.latencyMs, index),
  tokens: zero(outcomes.tokens, index),
  costMicros: zero(outcomes.costMicros, index),
  refused: outcomes.refused?.[index] === '1',
  outputChars: zero(outcomes.outputChars, index),
  touchedScorer: outcomes.touchedScorer?.[index] === '1',
});

/** The items of one arm of a block, in the seed's order. */
export const itemsOf = (metric: GateMetric, runs: number, outcomes: BlockOutcomes): GateOutcome[] =>
  Array.from({ length: outcomes.solved.length / runs }, (_, item) =>
    itemOutcome(
      metric,
      Array.from({ length: runs }, (_run, run) => runAt(outcomes, item * runs + run)),
    ),
  );
