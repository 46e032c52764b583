import { mean } from '../statistics/numbers.js';
import type { Policy } from './policy.js';

/**
 * What one arm did on the items of a block, as the archive packs it: a list of one entry a run, item by item. `solved` is a text of 0 and 1,
 * as are `refused` and `touchedScorer`. A list that is absent is all zero; a confidence that is absent was not said.
 */
export interface Arm {
  readonly solved: string;
  readonly score?: readonly number[];
  readonly confidence?: readonly (number | null)[];
  readonly latencyMs?: readonly number[];
  readonly tokens?: readonly number[];
  readonly costMicros?: readonly number[];
  readonly outputChars?: readonly number[];
  readonly refused?: string;
  readonly touchedScorer?: string;
}

/** One arm on one item: means over its runs, so that several runs on an item count as one observation. */
export interface Item {
  /** What the comparison is about, by the metric. */
  readonly value: number;
  readonly solved: number;
  /** Brier's loss of the runs that said a confidence; NaN: none did. */
  readonly loss: number;
  readonly latency: number;
  readonly tokens: number;
  readonly cost: number;
  readonly length: number;
  readonly refused: number;
  readonly touched: number;
}

/** Candidate and incumbent on the same item. */
export interface Pair {
  readonly candidate: Item;
  readonly incumbent: Item;
  /** The item's `metadata.slice`; empty: none. */
  readonly slice: string;
}

/** Who says no confidence is taken at his word as little as one who says one half. */
const unsaid = 0.5;

const valueOf = (metric: string, solved: number, score: number, losses: readonly number[]): number => {
  switch (metric) {
    case 'solve_rate':
      return solved;
    case 'score':
      return score;
    case 'pass_k':
      return solved === 1 ? 1 : 0;
    case 'calibration':
      return mean(losses.map((loss) => 1 - loss));
    default:
      return Number.NaN;
  }
};

/** One arm on the item at a place of a block. */
export const itemAt = ({ metric, runsPerItem }: Policy, arm: Arm, place: number): Item => {
  const runs = Array.from({ length: runsPerItem }, (_, run) => place * runsPerItem + run);
  const meanOf = (list: keyof Arm): number => mean(runs.map((run) => Number(arm[list]?.[run] ?? 0)));
  const said = runs.map((run) => arm.confidence?.[run] ?? null);
  // Brier (1950): the squared distance of the confidence from what came true.
  const losses = runs.map((run, at) => ((said[at] ?? unsaid) - Number(arm.solved[run])) ** 2);
  const solved = meanOf('solved');
  return {
    value: valueOf(metric, solved, meanOf('score'), losses),
    solved,
    loss: mean(losses.filter((_, at) => said[at] !== null)),
    latency: meanOf('latencyMs'),
    tokens: meanOf('tokens'),
    cost: meanOf('costMicros'),
    length: meanOf('outputChars'),
    refused: meanOf('refused'),
    touched: meanOf('touchedScorer'),
  };
};
