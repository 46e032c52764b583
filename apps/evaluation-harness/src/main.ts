import { runService, serviceConfig } from '@ao/service';
import { EvaluationModule, evaluationServices, harnessEnvironment, harnessSettings } from './index.js';

void runService({
  name: 'evaluation-harness',
  config: serviceConfig.extend(harnessEnvironment.shape),
  services: evaluationServices,
  module: (runtime) => EvaluationModule.register(runtime, harnessSettings(process.env)),
});
