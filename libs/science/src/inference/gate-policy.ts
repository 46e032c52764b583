import type { FieldViolation } from '@ao/kernel';

/** What a comparison of candidate and incumbent promises. Part of the evidence of every verdict. */
export interface GatePolicy {
  /** Probability at most with which a candidate that is no better is promoted, whenever and however often one looks. 0 to 1. */
  readonly alpha: number;
  /** The candidate may take this share more time than the incumbent (0.25: a quarter); null: not guarded. */
  readonly latencyMargin: number | null;
  /** Milliseconds that both sides are lifted by before they are compared: differences far below it count little. Above 0. */
  readonly latencyFloorMs: number;
  /** The same for tokens, in and out together. */
  readonly tokensMargin: number | null;
  /** No verdict for the candidate before so many pairs. */
  readonly minPairs: number;
  /** The comparison ends after so many pairs; at most the items of the holdout. */
  readonly maxPairs: number;
  /** Smallest gain in solve rate that is worth having (0.05: five points). Aims the test, and decides what counts as hopeless; never weakens `alpha`. */
  readonly minGain: number;
  /** Stop when a candidate that is better by `minGain` would still succeed with less than this probability; 0: never stop early. */
  readonly futility: number;
  /** Error of each guardrail, one-sided. */
  readonly guardrailAlpha: number;
}

export const gateDefaults: GatePolicy = {
  alpha: 0.05,
  latencyMargin: 0.25,
  latencyFloorMs: 1,
  tokensMargin: 0.25,
  minPairs: 20,
  maxPairs: 500,
  minGain: 0.05,
  futility: 0.01,
  guardrailAlpha: 0.05,
};

const share = (path: string, value: number): FieldViolation[] => (value > 0 && value < 1 ? [] : [{ path, message: `must lie between 0 and 1, not ${value}` }]);

const count = (path: string, value: number): FieldViolation[] =>
  Number.isSafeInteger(value) && value >= 1 ? [] : [{ path, message: `must be a whole number of at least 1, not ${value}` }];

const margin = (path: string, value: number | null): FieldViolation[] =>
  value === null || (value >= 0 && Number.isFinite(value)) ? [] : [{ path, message: `must be 0 or more, or null for no guardrail, not ${value}` }];

/** What is wrong with a policy; nothing when it can be used. */
export const checkGatePolicy = (policy: GatePolicy): FieldViolation[] => [
  ...share('alpha', policy.alpha),
  ...margin('latencyMargin', policy.latencyMargin),
  ...(policy.latencyFloorMs > 0 && Number.isFinite(policy.latencyFloorMs) ? [] : [{ path: 'latencyFloorMs', message: `must be above 0, not ${policy.latencyFloorMs}` }]),
  ...margin('tokensMargin', policy.tokensMargin),
  ...count('minPairs', policy.minPairs),
  ...count('maxPairs', policy.maxPairs),
  ...(policy.maxPairs >= policy.minPairs ? [] : [{ path: 'maxPairs', message: `must be at least minPairs, ${policy.minPairs}, not ${policy.maxPairs}` }]),
  ...share('minGain', policy.minGain),
  ...(policy.futility >= 0 && policy.futility < 1 ? [] : [{ path: 'futility', message: `must be from 0 to below 1, not ${policy.futility}` }]),
  ...share('guardrailAlpha', policy.guardrailAlpha),
];
