import { runService, serviceConfig } from '@ao/service';
import { OrchestratorModule, orchestratorServices } from './index.js';

void runService({ name: 'orchestrator', config: serviceConfig, services: orchestratorServices, module: (runtime) => OrchestratorModule.register(runtime) });
