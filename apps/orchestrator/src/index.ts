export { OrchestratorModule, orchestratorServices } from './orchestrator.module.js';
