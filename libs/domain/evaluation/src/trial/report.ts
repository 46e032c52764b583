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
}
