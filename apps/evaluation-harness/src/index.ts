export { evaluationHarness } from './evaluation-harness.service.js';
export { type HarnessSettings } from './evaluation-harness.settings.js';
