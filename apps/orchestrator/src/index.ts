export { orchestrator } from './orchestrator.service.js';
export { type OrchestratorSettings } from './orchestrator.settings.js';
