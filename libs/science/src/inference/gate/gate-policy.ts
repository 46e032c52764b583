import { goals, type Goal } from '@ao/kernel';

/** What is compared: the goal of the job. */
export type GateMetric = Goal;

export const gateMetrics: readonly GateMetric[] = goals;

/** Items that must not get worse. */
export interface SliceMargin {
  /** The items whose slice is this. */
  readonly name: string;
  /** The mean value may drop by so much there, 0 to 1. */
  readonly margin: number;
}

/** What a comparison of candidate and incumbent promises. Part of the evidence of every verdict. */
export interface GatePolicy {
  readonly metric: GateMetric;
  /** Runs of each side on an item. An item gives one value a side, so its runs never count as independent. */
  readonly runsPerItem: number;
  /** Probability at most with which a candidate that is no better is promoted, whenever and however often one looks. 0 to 1. */
  readonly alpha: number;
  /** The candidate may take this share more time than the incumbent (0.25: a quarter); null: not guarded. */
  readonly latencyMargin: number | null;
  /** Milliseconds that both sides are lifted by before they are compared: differences far below it count little. Above 0. */
  readonly latencyFloorMs: number;
  /** The same for tokens, in and out together. */
  readonly tokensMargin: number | null;
  /** The same for cost. */
  readonly costMargin: number | null;
  /** Brier's score of the candidate may be so much worse, 0 to 1; null: not guarded. */
  readonly calibrationMargin: number | null;
  /** The solve rate may drop by so much, 0 to 1, where the metric is calibration: who never solves and says so is perfectly calibrated. Null: not guarded. */
  readonly solveMargin: number | null;
  readonly slices: readonly SliceMargin[];
  /** The candidate may decline this share of the runs more than the incumbent; null: no tripwire. */
  readonly refusalMargin: number | null;
  /** The candidate's answers may be longer by this share; null: no tripwire. */
  readonly lengthMargin: number | null;
  /** Characters that both answers are lifted by before they are compared: a few words more never count. */
  readonly lengthFloorChars: number;
  /** No verdict for the candidate before so many pairs. */
  readonly minPairs: number;
  /** The comparison ends after so many pairs; at most the items of the holdout. */
  readonly maxPairs: number;
  /** Smallest gain in the metric that is worth having (0.05: five points). Aims the test, and decides what counts as hopeless; never weakens `alpha`. */
  readonly minGain: number;
  /** Stop when a candidate that is better by `minGain` would still succeed with less than this probability; 0: never stop early. */
  readonly futility: number;
  /** Error of each guardrail and tripwire, one-sided. */
  readonly guardrailAlpha: number;
}

/** A policy that was recorded before a field existed is read as `{ ...gateDefaults, ...policy }`. */
export const gateDefaults: GatePolicy = {
  metric: 'solve_rate',
  runsPerItem: 1,
  alpha: 0.05,
  latencyMargin: 0.25,
  latencyFloorMs: 1,
  tokensMargin: 0.25,
  costMargin: null,
  calibrationMargin: null,
  solveMargin: 0.1,
  slices: [],
  refusalMargin: 0.05,
  lengthMargin: 1,
  lengthFloorChars: 100,
  minPairs: 20,
  maxPairs: 500,
  minGain: 0.05,
  futility: 0.01,
  guardrailAlpha: 0.05,
};

/** True where every value is 0 or 1, so that discordant pairs say all. */
export const isBinary = ({ metric, runsPerItem }: Pick<GatePolicy, 'metric' | 'runsPerItem'>): boolean =>
  metric === 'pass_k' || (metric === 'solve_rate' && runsPerItem === 1);
