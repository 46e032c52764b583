import { runService } from '@ao/service';
import { orchestratorConfig, OrchestratorModule, orchestratorServices, orchestratorSettings } from './index.js';

void runService({
  name: 'orchestrator',
  config: orchestratorConfig,
  services: orchestratorServices,
  module: (runtime, config) => OrchestratorModule.register(runtime, orchestratorSettings(config)),
});
