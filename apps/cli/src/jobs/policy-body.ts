import { given } from './given.js';

/** Options of `ao train` on the gate, the promotion and the confidences, as commander reads them. */
export interface PolicyOptions {
  readonly alpha?: number;
  readonly minGain?: number;
  readonly futility?: number;
  readonly runsPerItem?: number;
  readonly confirmationItems?: number;
  readonly spending?: string;
  readonly holdoutLooks?: number;
  readonly latencyMargin?: number;
  readonly tokensMargin?: number;
  readonly costMargin?: number;
  readonly calibrationMargin?: number;
  readonly slice?: readonly SliceOption[];
  readonly refusalMargin?: number;
  readonly lengthMargin?: number;
  readonly promotion?: string;
  readonly canaryShare?: number;
  readonly canaryOutcomes?: number;
  readonly canaryAlpha?: number;
  readonly retrainWhenStale?: boolean;
  readonly calibrationMethod?: string;
  readonly targetRisk?: number;
  readonly riskConfidence?: number;
  readonly escalateTo?: string;
  readonly minCoverage?: number;
}

/** A slice of the items and how much worse the goal may get there. */
export interface SliceOption {
  readonly name: string;
  readonly margin: number;
}

/** The parts of start_training that say what a verdict promises and what follows from it. */
export const policyBody = (options: PolicyOptions): Readonly<Record<string, unknown>> => ({
  gate: given({
    alpha: options.alpha,
    min_gain: options.minGain,
    futility: options.futility,
    runs_per_item: options.runsPerItem,
    confirmation_items: options.confirmationItems,
    spending: options.spending,
    holdout_looks: options.holdoutLooks,
    latency_margin: options.latencyMargin,
    tokens_margin: options.tokensMargin,
    cost_margin: options.costMargin,
    calibration_margin: options.calibrationMargin,
    slices: options.slice,
    refusal_margin: options.refusalMargin,
    length_margin: options.lengthMargin,
  }),
  promotion: given({
    mode: options.promotion,
    canary_share: options.canaryShare,
    canary_outcomes: options.canaryOutcomes,
    canary_alpha: options.canaryAlpha,
    retrain_when_stale: options.retrainWhenStale,
  }),
  calibration: given({
    method: options.calibrationMethod,
    target_risk: options.targetRisk,
    risk_confidence: options.riskConfidence,
    action: options.escalateTo === undefined ? undefined : 'escalate',
    escalate_to: options.escalateTo,
    min_coverage: options.minCoverage,
  }),
});
