import { DomainError } from '@ao/kernel';
import { slotDecider } from '../slot/slot.decider.js';
import type { SlotEvent } from '../slot/slot.events.js';
import type { Slot } from '../slot/slot.state.js';
import { settledSlots, unitDecider } from '../unit/unit.decider.js';
import type { SlotVersion, UnitEvent } from '../unit/unit.events.js';
import { installed, type Unit } from '../unit/unit.state.js';
import { slotCommand, type ChangeCommand } from './slot-commands.js';

/** A slot as it was read. */
export interface SlotAt {
  readonly slot: string;
  readonly version: number;
  readonly state: Slot;
}

/** A unit as it was read. */
export interface UnitAt {
  readonly unitId: string;
  readonly version: number;
  readonly state: Unit;
}

/** What to append, all or nothing, and what to answer. */
export interface Change {
  readonly units: readonly {
    readonly unitId: string;
    readonly expectedVersion: number;
    readonly events: readonly UnitEvent[];
  }[];
  readonly slots: readonly {
    readonly slot: string;
    readonly expectedVersion: number;
    readonly events: readonly SlotEvent[];
  }[];
  readonly answer: readonly SlotVersion[];
}

/** What was read of the slots that a unit patches: the slots, and the units that bear the label `candidate` in them. */
export interface Surroundings {
  readonly slots: readonly SlotAt[];
  readonly candidates: readonly UnitAt[];
}

type SlotChange = Change['slots'][number] & { readonly state: Slot };

const slotAt = (slots: readonly SlotAt[], slot: string): SlotAt => {
  const found = slots.find((each) => each.slot === slot);
  if (found === undefined) throw new DomainError('internal', `slot ${slot} was not read`);
  return found;
};

/** True: the unit has that change behind it already, or refuses it (throws). */
export const isSettled = (command: ChangeCommand, unit: Unit): boolean =>
  unitDecider.decide({ ...command, slots: [] }, unit).length === 0;

const slotChanges = (command: ChangeCommand, unit: Unit, slots: readonly SlotAt[]): readonly SlotChange[] => {
  const { manifest } = installed(unit);
  return manifest.patches.flatMap((patch) => {
    const asked = slotCommand(command, manifest.unitId, patch);
    if (asked === undefined) return [];
    const { slot, version, state } = slotAt(slots, patch.slot);
    return [{ slot, expectedVersion: version, events: slotDecider.decide(asked, state), state }];
  });
};

const versionOf = ({ slot, expectedVersion, events }: SlotChange): SlotVersion => ({
  slot,
  version: expectedVersion + events.length,
});

/** A unit that lost its label because the slot moved under it: what it was compared with is not in force any more. */
const displaced = (unitId: string, change: SlotChange, candidates: readonly UnitAt[]): Change['units'] => {
  const before = change.state.candidate?.unitId;
  const after = change.events.reduce(slotDecider.evolve, change.state).candidate?.unitId;
  if (before === undefined || before === unitId || after === before) return [];
  const candidate = candidates.find((each) => each.unitId === before);
  if (candidate === undefined) throw new DomainError('internal', `unit ${before} was not read`);
  const reason = `slot ${change.slot} moved: unit ${unitId} was put in force or taken out of it`;
  return [
    {
      unitId: before,
      expectedVersion: candidate.version,
      events: unitDecider.decide({ type: 'StopCanary', reason, slots: [versionOf(change)] }, candidate.state),
    },
  ];
};

/**
 * Decides a change over the unit and all of its slots: the unit says whether there is something to do, each slot whether it may be
 * done, and either everything changes or nothing. A candidate that the change leaves without its incumbent is stopped with it.
 */
export const decideChange = (
  command: ChangeCommand,
  { unitId, version, state }: UnitAt,
  { slots, candidates }: Surroundings,
): Change => {
  if (isSettled(command, state)) return { units: [], slots: [], answer: settledSlots(command, state) };
  const changes = slotChanges(command, state, slots);
  const answer = changes.map(versionOf);
  return {
    units: [
      { unitId, expectedVersion: version, events: unitDecider.decide({ ...command, slots: answer }, state) },
      ...changes.flatMap((change) => displaced(unitId, change, candidates)),
    ],
    slots: changes
      .filter(({ events }) => events.length > 0)
      .map(({ slot, expectedVersion, events }) => ({ slot, expectedVersion, events })),
    answer,
  };
};
