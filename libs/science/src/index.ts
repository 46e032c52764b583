export { gaussian, pick, rngOf, shuffled, uniform, uniformInteger, type Rng } from './random/rng.js';
export { normalProbability, normalQuantile } from './random/normal.js';
export { checkConfiguration, checkSearchSpace, everyConfiguration, spaceSize } from './search/search-space.js';
export { perturbConfiguration, sampleConfiguration, type Step } from './search/sampling.js';
export { configurationKey } from './search/candidates.js';
export { halvingPlan, planCost, type HalvingLimits, type Rung } from './search/halving-plan.js';
export { finalists, ranked } from './search/ranking.js';
export {
  searchModes,
  type Ask,
  type ProposedTrial,
  type SearchHistory,
  type SearchMode,
  type SearchOptions,
  type Strategy,
  type TrialResult,
} from './search/strategy.js';
export { strategies, strategyDefaults, strategyNames, type StrategyName } from './search/strategies.js';
export {
  gateDefaults,
  gateMetrics,
  isBinary,
  type GateMetric,
  type GatePolicy,
  type SliceMargin,
} from './inference/gate/gate-policy.js';
export { itemOutcome, type RunOutcome } from './inference/gate/item-outcome.js';
export { type GateOutcome, type GatePair } from './inference/gate/gate-pair.js';
export {
  gateInitial,
  gateStep,
  type GateCheckpoint,
  type GateEnd,
  type GateState,
  type GateStatus,
} from './inference/gate/gate.js';
export {
  verdict,
  type Verdict,
  type VerdictCode,
  type VerdictEvidence,
  type VerdictOutcome,
} from './inference/gate/verdict.js';
export { type Guardrail, type GuardrailEvidence, type GuardrailStatus } from './inference/guards/guardrail.js';
export { type HarmBound, type HarmBoundEvidence } from './inference/guards/harm-bound.js';
export { type GuardBreach, type Guards, type GuardsEvidence } from './inference/guards/guards.js';
export { type TripwireEvidence, type TripwireStatus, type Tripwires } from './inference/guards/tripwire.js';
export { conditionalPower, type PairCounts } from './inference/gate/futility.js';
export { logEValue, wagersFor, type Wager } from './inference/betting/wager.js';
export { itemsNeeded, pairsNeededAtBest, winsNeededFor, type WinsNeeded } from './inference/gate/wins-needed.js';
export { shareAlpha } from './inference/error/alpha-spending.js';
export { nextAlpha, spendingNames, spentAlpha, type SpendingName, type SpentTest } from './inference/error/spending.js';
export {
  exactUpperBound,
  pairedDifferenceInterval,
  percentile,
  wilsonInterval,
  type Interval,
} from './inference/betting/intervals.js';
export {
  canaryInitial,
  canaryStep,
  type CanaryAnswer,
  type CanaryRules,
  type CanaryState,
} from './inference/canary/canary-watch.js';
export { honestGain, scoreLimits, type Gain } from './inference/gain/honest-gain.js';
export { meanSequenceWidth } from './inference/betting/mean-sequence.js';
export { deviation, noMoments, withValue, type Moments } from './inference/betting/moments.js';
export { discordanceOf, drawItem, worldOf, type World } from './inference/simulation/difficulty.js';
export { knowingTheEffect, baselineRules } from './inference/simulation/baseline-rules.js';
export { slotSimulation, type SlotLife, type SlotSimulation } from './inference/simulation/slot-simulation.js';
export {
  gateRule,
  nullJob,
  powerRun,
  sharedPolicies,
  simulateJob,
  simulateRuns,
  simulationPolicy,
  type DecisionRule,
  type SimulatedJob,
  type Simulation,
  type SimulationSummary,
} from './inference/simulation/gate-simulation.js';
export { quantileSketch, type QuantileSketch, type SketchData } from './calibration/quantile-sketch.js';
export {
  equalMassBins,
  expectedCalibrationError,
  reliabilityAccumulator,
  type Reliability,
  type ReliabilityAccumulator,
  type ReliabilityBin,
  type ReliabilityData,
  type Slice,
} from './calibration/reliability.js';
export { type Estimate } from './calibration/estimate.js';
export {
  calibrationMeasures,
  type CalibrationBin,
  type CalibrationMeasures,
} from './calibration/calibration-measures.js';
export { fewestLabels, fitCalibration, type CalibrationOptions } from './calibration/fit-calibration.js';
export {
  abstains,
  recalibrated,
  type Abstention,
  type CalibrationFit,
  type VersionCalibration,
} from './calibration/version-calibration.js';
export { type CalibrationMethod, type CalibrationParameters } from './calibration/methods.js';
export { type AbstentionOptions } from './calibration/abstention.js';
export { type Label } from './calibration/label.js';
export { driftDefaults, driftInitial, driftStep, type DriftPolicy, type DriftState } from './calibration/drift.js';
export {
  checkEpisode,
  reportAccumulator,
  type MeasuredEpisode,
  type ReportAccumulator,
  type ReportData,
  type ReportMeasures,
} from './calibration/report-accumulator.js';
