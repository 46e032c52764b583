import * as logic from '../gen/logic/v1/logic.js';
import { fact, topic, type ServiceDescriptor } from './service-descriptor.js';

const unit = topic('ao.logic.unit.v1', 3);
const slot = topic('ao.logic.slot.v1', 3);

/** Units, slots, labels, canaries, provenance. */
export const logicUnitService = {
  name: 'logic-unit',
  schema: 'logic',
  grpc: { 'logic.v1.LogicUnitService': logic.LogicUnitServiceService },
  topics: { unit, slot },
  facts: {
    'logic.unit.installed': fact(unit, logic.UnitInstalled, 'manifest.unitId'),
    'logic.unit.applied': fact(unit, logic.UnitApplied, 'unitId'),
    'logic.unit.promoted': fact(unit, logic.UnitPromoted, 'unitId'),
    'logic.unit.reverted': fact(unit, logic.UnitReverted, 'unitId'),
    'logic.unit.canary_started': fact(unit, logic.UnitCanaryStarted, 'unitId', 'slot'),
    'logic.unit.canary_ended': fact(unit, logic.UnitCanaryEnded, 'unitId', 'slot'),
    'logic.unit.stale': fact(unit, logic.UnitStale, 'unitId', 'slot'),
    'logic.slot.changed': fact(slot, logic.SlotChanged, 'slot'),
    'logic.slot.labelled': fact(slot, logic.SlotLabelled, 'slot'),
  },
  formerAddressVariable: 'AO_LOGIC_ADDRESS',
} as const satisfies ServiceDescriptor;
