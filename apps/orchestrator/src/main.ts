import { runService } from '@ao/service';
import { orchestratorConfig, OrchestratorModule, orchestratorServices } from './index.js';

void runService({
  name: 'orchestrator',
  config: orchestratorConfig,
  services: orchestratorServices,
  module: (runtime, config) => OrchestratorModule.register(runtime, { testAgents: config.AO_TEST_AGENTS }),
});
