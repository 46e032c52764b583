import { DomainError } from '@ao/kernel';
import type { SlotPatch } from '../manifest/manifest.js';
import { slotDecider, type Slot, type SlotCommand } from '../slot/slot.decider.js';
import type { SlotEvent } from '../slot/slot.events.js';
import { installed, settledSlots, unitDecider, type Unit, type UnitCommand } from '../unit/unit.decider.js';
import type { SlotVersion, UnitEvent } from '../unit/unit.events.js';

type Unplaced<Command> = Command extends { readonly slots: unknown } ? Omit<Command, 'slots'> : never;

/** What changes a unit and its slots together. */
export type ChangeCommand = Unplaced<UnitCommand>;

/** A slot as it was read. */
export interface SlotAt {
  readonly slot: string;
  readonly version: number;
  readonly state: Slot;
}

/** What to append, all or nothing, and what to answer. */
export interface Change {
  readonly unitEvents: readonly UnitEvent[];
  readonly slotEvents: readonly { readonly slot: string; readonly expectedVersion: number; readonly events: readonly SlotEvent[] }[];
  readonly answer: readonly SlotVersion[];
}

const slotCommand = ({ type }: ChangeCommand, unitId: string, { slot, operations, baseHash, result, resultHash }: SlotPatch): SlotCommand => {
  if (type === 'RevertUnit') return { type: 'TakeOut', slot, unitId };
  const status = type === 'ApplyUnit' ? 'applied' : 'promoted';
  return { type: 'PutInForce', slot, unitId, status, operations, baseHash, configuration: result, configurationHash: resultHash };
};

const slotAt = (slots: readonly SlotAt[], slot: string): SlotAt => {
  const found = slots.find((each) => each.slot === slot);
  if (found === undefined) throw new DomainError('internal', `slot ${slot} was not read`);
  return found;
};

/** True: the unit has that change behind it already, or refuses it (throws). */
export const isSettled = (command: ChangeCommand, unit: Unit): boolean => unitDecider.decide({ ...command, slots: [] }, unit).length === 0;

/**
 * Decides a change over the unit and all of its slots: the unit says whether there is something to do, each slot whether it may be
 * done, and either everything changes or nothing. `slots` holds every slot that the unit patches.
 */
export const decideChange = (command: ChangeCommand, unit: Unit, slots: readonly SlotAt[]): Change => {
  if (isSettled(command, unit)) return { unitEvents: [], slotEvents: [], answer: settledSlots({ ...command, slots: [] }, unit) };
  const { manifest } = installed(unit);
  const slotEvents = manifest.patches.map((patch) => {
    const { slot, version, state } = slotAt(slots, patch.slot);
    return { slot, expectedVersion: version, events: slotDecider.decide(slotCommand(command, manifest.unitId, patch), state) };
  });
  const answer = slotEvents.map(({ slot, expectedVersion, events }) => ({ slot, version: expectedVersion + events.length }));
  return { unitEvents: unitDecider.decide({ ...command, slots: answer }, unit), slotEvents: slotEvents.filter(({ events }) => events.length > 0), answer };
};
