export * as agent from './gen/agent/v1/agent.js';
export * as cognition from './gen/cognition/v1/cognition.js';
export * as evaluation from './gen/evaluation/v1/evaluation.js';
export * as lease from './gen/lease/v1/lease.js';
export * as logic from './gen/logic/v1/logic.js';
export * as orchestrator from './gen/orchestrator/v1/orchestrator.js';
export * as state from './gen/state/v1/state.js';
export {
  decodeFact,
  encodeFact,
  factToJson,
  factTypes,
  isFactType,
  missingFields,
  readFact,
  type Codec,
  type DecodedFact,
  type FactType,
} from './fact-types.js';
export { enumField, nameField, shareField, textField, wholeField } from './schemas/fields.js';
export { protoFiles } from './proto-files.js';
