export * as agent from './gen/agent/v1/agent.js';
export * as cognition from './gen/cognition/v1/cognition.js';
export * as evaluation from './gen/evaluation/v1/evaluation.js';
export * as lease from './gen/lease/v1/lease.js';
export * as logic from './gen/logic/v1/logic.js';
export * as orchestrator from './gen/orchestrator/v1/orchestrator.js';
export * as platform from './gen/platform/v1/platform.js';
export * as state from './gen/state/v1/state.js';
export {
  decodeFact,
  encodeFact,
  factToJson,
  isFactType,
  missingFields,
  readFact,
  type DecodedFact,
  type FactType,
} from './fact-types.js';
export {
  calibrationFromWire,
  calibrationToWire,
  servedCalibration,
  type CalibrationData,
} from './schemas/calibration.js';
export { enumField, nameField, shareField, textField, wholeField } from './schemas/fields.js';
export * from './rows/index.js';
export {
  everyFilter,
  filtersOf,
  stateFilters,
  stateViews,
  type FilterValues,
  type StateFilter,
  type StateView,
} from './schemas/state-filters.js';
export { protoFiles } from './proto-files.js';
export {
  addressVariable,
  calledServices,
  factTypes,
  servedBy,
  services,
  topics,
  type CalledServiceName,
  type ServiceName,
} from './services/index.js';
export { cognitiveStackService } from './services/cognitive-stack.js';
export { everyService } from './services/every-service.js';
export { evaluationHarnessService } from './services/evaluation-harness.js';
export { gatewayService } from './services/gateway.js';
export { leasePolicyService } from './services/lease-policy.js';
export { logicUnitService } from './services/logic-unit.js';
export { orchestratorService } from './services/orchestrator.js';
export { projectionService } from './services/projection.js';
export {
  type Codec,
  type FactDescriptor,
  type GrpcService,
  type ServiceDescriptor,
  type Topic,
} from './services/service-descriptor.js';
