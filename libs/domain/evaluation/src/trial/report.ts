/** What a trial measured; the fields of evaluation.v1.Report. */
export interface Report {
  readonly episodes: number;
  readonly solved: number;
  readonly solveRate: number;
  readonly solveRateLow: number;
  readonly solveRateHigh: number;
  readonly meanScore: number;
  readonly latencyP50Ms: number;
  readonly latencyP95Ms: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costMicros: number;
  readonly memoryUtility?: number;
  readonly meanConfidence?: number;
  readonly brier?: number;
  readonly ece?: number;
  readonly errors: number;
  readonly limitReached: number;
  /** Of these, episodes that used more tokens or cost than the agent says that one may: paid in full. Absent in older reports. */
  readonly overLimit?: number;
  /** Episodes in which the agent declined to answer; absent in reports that are older than this field. */
  readonly refused?: number;
  /** Runs on each item; absent in reports that are older than this field: 1. */
  readonly runsPerItem?: number;
  /** Share of items that every run solved; absent with one run an item. */
  readonly passK?: Estimate;
  /** Absent where the agent says no confidence. */
  readonly calibration?: CalibrationReport;
}

/** An estimate with its interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Probability with which the interval covers, such as 0.95. */
  readonly confidence: number;
}

/** How far confidences can be believed; the fields of evaluation.v1.CalibrationReport. */
export interface CalibrationReport {
  readonly labels: number;
  readonly ece: Estimate;
  readonly brier: Estimate;
  readonly reliability: Estimate;
  readonly resolution: Estimate;
  readonly uncertainty: number;
  readonly bins: readonly { readonly count: number; readonly meanConfidence: number; readonly solveRate: Estimate }[];
}
