import { cognitiveStack } from '@ao/cognitive-stack';
import { evaluationHarness } from '@ao/evaluation-harness';
import { gateway } from '@ao/gateway';
import { leasePolicy } from '@ao/lease-policy';
import { logicUnit } from '@ao/logic-unit';
import { orchestrator } from '@ao/orchestrator';
import { projection } from '@ao/projection';

/** Every service, in the order in which one process starts them. A new service is one line here. */
export const allServices = [
  projection,
  leasePolicy,
  logicUnit,
  evaluationHarness,
  orchestrator,
  cognitiveStack,
  gateway,
] as const;
