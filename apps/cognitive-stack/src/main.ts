import { runService, serviceConfig } from '@ao/service';
import { CognitiveStackModule, cognitiveStackServices } from './index.js';

void runService({
  name: 'cognitive-stack',
  config: serviceConfig,
  services: cognitiveStackServices,
  module: (runtime) => CognitiveStackModule.register(runtime),
});
