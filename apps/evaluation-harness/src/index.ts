import { evaluation } from '@ao/contracts';

/** The gRPC services of the evaluation harness. */
export const evaluationServices = {
  'evaluation.v1.TaskSetService': evaluation.TaskSetServiceService,
  'evaluation.v1.EvaluationService': evaluation.EvaluationServiceService,
};

export { EvaluationModule } from './evaluation.module.js';
export { harnessEnvironment, harnessSettings, type HarnessSettings } from './settings.js';
