/** What a comparison of candidate and incumbent promises and guards. A margin of null: not guarded. */
export interface Policy {
  /** solve_rate, score, pass_k or calibration. */
  readonly metric: string;
  /** Runs of each side on an item. */
  readonly runsPerItem: number;
  /** Probability at most with which a candidate that is no better is promoted. */
  readonly alpha: number;
  /** Error of each guardrail. */
  readonly guardrailAlpha: number;
  /** Smallest gain that is worth having. */
  readonly minGain: number;
  /** A comparison stops that would still succeed with less than this probability. */
  readonly futility: number;
  /** No verdict before so many pairs; the comparison ends after so many. */
  readonly minPairs: number;
  readonly maxPairs: number;
  readonly latencyMargin: number | null;
  /** Milliseconds that both sides are lifted by before they are compared. */
  readonly latencyFloorMs: number;
  readonly tokensMargin: number | null;
  readonly costMargin: number | null;
  readonly calibrationMargin: number | null;
  readonly solveMargin: number | null;
  readonly slices: readonly { readonly name: string; readonly margin: number }[];
  readonly refusalMargin: number | null;
  readonly lengthMargin: number | null;
  /** Characters that both sides are lifted by before they are compared. */
  readonly lengthFloorChars: number;
}
