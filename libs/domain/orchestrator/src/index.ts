export {
  catalogue,
  checkProfile,
  type Catalogue,
  type CatalogueEntry,
  type CatalogueEvent,
  type CatalogueCommand,
  type RegisterAgent,
} from './catalogue/catalogue.decider.js';
export { withContents, type NameText, type ProfileContents } from './catalogue/profile-contents.js';
export { type BlockOutcomes, type PairedBlock } from './training-job/gate/blocks.js';
export { type Budget, type Hints, type TrainingRequest } from './training-job/start/training-request.js';
export {
  type AlphaGrant,
  type Decision,
  type Incumbent,
  type LeaseGrant,
  type TrainingJobEvent,
  type Trial,
} from './training-job/training-job.events.js';
export { type Hashes, type TrainingJobCommand } from './training-job/training-job.commands.js';
export { type Progress, type TrainingJob } from './training-job/training-job.state.js';
export { trainingJob } from './training-job/training-job.decider.js';
export { deadlineAfter, type DeadlineChange } from './training-job/time/deadline.js';
export { nextStep } from './training-job/steps/next-step.js';
export { type Step } from './training-job/steps/steps.js';
export { configurationPatch } from './training-job/promotion/promotion.js';
export { trainingRequest, type RawTraining, type TrainingFacts } from './training-job/start/start-training.js';
export { checkHoldout, slotError, type LedgerFacts, type SlotError } from './training-job/start/first-test.js';
export { keptOf, type RecordedRun } from './training-job/resume/kept-items.js';
export { spentSoFar } from './training-job/resume/resume-ended.js';
export { type RawBudget } from './training-job/start/budget.js';
export { verdictOn } from './training-job/promotion/promotion.js';
export { retraining } from './training-job/promotion/retraining.js';
export {
  alphaCap,
  gateRules,
  operatorGateDefaults,
  rawGateDefaults,
  type GateRules,
  type OperatorGate,
  type RawGate,
} from './training-job/gate/gate-rules.js';
export {
  promotionRules,
  rawPromotionDefaults,
  type PromotionRules,
  type RawPromotion,
} from './training-job/promotion/promotion-rules.js';
export {
  calibrationRules,
  rawCalibrationDefaults,
  type CalibrationRules,
  type RawCalibration,
} from './training-job/gate/calibration-rules.js';
export {
  gateLedger,
  type GateLedgerCommand,
  type ReserveAlpha,
  type SettleAlpha,
} from './gate-ledger/gate-ledger.decider.js';
export { type GateLedgerEvent, type LedgerClaim } from './gate-ledger/gate-ledger.events.js';
export {
  alphaOnOffer,
  freshDue,
  goneAlpha,
  ledgerTest,
  looksAt,
  offeredAlpha,
  type AlphaWish,
  type GateLedger,
  type HoldoutLooks,
  type LedgerTest,
  type OpenLedger,
} from './gate-ledger/gate-ledger.state.js';
