export {
  orchestratorConfig,
  orchestratorEnvironment,
  orchestratorSettings,
  type OrchestratorSettings,
} from './orchestrator.config.js';
export { OrchestratorModule, orchestratorServices } from './orchestrator.module.js';
