export { catalogue, type Catalogue, type CatalogueEntry, type CatalogueEvent, type RegisterAgent } from './catalogue/catalogue.decider.js';
export { type Budget, type Decision, type GateRules, type Hints, type LeaseGrant, type TrainingJobEvent, type TrainingRequest, type Trial } from './training-job/training-job.events.js';
export { type Hashes, type TrainingJobCommand } from './training-job/training-job.commands.js';
export { type Progress, type TrainingJob } from './training-job/training-job.state.js';
export { trainingJob } from './training-job/training-job.decider.js';
export { nextStep, type Step } from './training-job/next-step.js';
export { configurationPatch } from './training-job/promotion.js';
export { trainingRequest, type RawTraining, type TrainingFacts } from './training-job/start-training.js';
export { defaultGateRules } from './training-job/gate-plan.js';
