export { type Decider, type DomainEvent } from './decider.js';
export { DomainError, errorCodes, isDomainError, type ErrorCode, type FieldViolation } from './domain-error.js';
export { type Json, type JsonObject } from './json.js';
export { canonicalJson } from './canonical-json.js';
export {
  roles,
  splits,
  type Configuration,
  type MiniAgentProfile,
  type Parameter,
  type ParameterValue,
  type Role,
  type SearchSpace,
  type Split,
} from './configuration.js';
