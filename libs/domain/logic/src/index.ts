export { decideChange, isSettled, type Change, type ChangeCommand, type SlotAt } from './change/change.js';
export { checkPromotionLease, promotionCapability, type LeaseView } from './change/promotion-lease.js';
export { slotPattern, type Manifest, type Provenance, type SlotPatch } from './manifest/manifest.js';
export { type Operation } from './manifest/operation.js';
export { inForce, slotDecider, type Layer, type Slot, type SlotCommand } from './slot/slot.decider.js';
export { type InForce, type SlotEvent } from './slot/slot.events.js';
export { installed, unitDecider, type InstalledUnit, type Unit, type UnitCommand } from './unit/unit.decider.js';
export { type SlotVersion, type UnitEvent } from './unit/unit.events.js';
