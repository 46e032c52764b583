import { decideChange, installed, slotDecider, unitDecider, type Change, type ChangeCommand, type Slot, type SlotAt, type SlotVersion, type Unit } from '@ao/domain-logic';
import type { EventMetadata, EventStore } from '@ao/event-store';
import { DomainError, isDomainError } from '@ao/kernel';
import { foldedStreams, type Folded } from '../streams/folded-streams.js';

/** Units and slots, read and changed together. */
export interface UnitChanges {
  unit(unitId: string): Promise<Folded<Unit>>;
  slot(slot: string): Promise<Folded<Slot>>;
  /** Answers the slots after the change. Throws what the rules throw, and `aborted` where other writers were always faster. */
  change(unitId: string, command: ChangeCommand, metadata: EventMetadata): Promise<readonly SlotVersion[]>;
}

const attempts = 20;

export const unitChanges = (store: EventStore): UnitChanges => {
  const unit = foldedStreams(store, 'unit', unitDecider);
  const slot = foldedStreams(store, 'slot', slotDecider);
  const slotAt = async (name: string): Promise<SlotAt> => ({ slot: name, ...(await slot(name)) });

  const append = (unitId: string, expectedVersion: number, { unitEvents, slotEvents }: Change, metadata: EventMetadata): Promise<void> =>
    store.appendAll([
      { stream: `unit-${unitId}`, expectedVersion, events: unitEvents, metadata },
      ...slotEvents.map((each) => ({ stream: `slot-${each.slot}`, expectedVersion: each.expectedVersion, events: each.events, metadata })),
    ]);
  /** The unit and its slots change in one append, so a crash leaves all of it or nothing. */
  const attempt = async (unitId: string, command: ChangeCommand, metadata: EventMetadata): Promise<readonly SlotVersion[]> => {
    const { version, state } = await unit(unitId);
    const slots = await Promise.all(installed(state).manifest.patches.map((patch) => slotAt(patch.slot)));
    const change = decideChange(command, state, slots);
    if (change.unitEvents.length > 0) await append(unitId, version, change, metadata);
    return change.answer;
  };
  return {
    unit,
    slot,
    async change(unitId, command, metadata) {
      for (let tried = 1; tried <= attempts; tried++) {
        try {
          return await attempt(unitId, command, metadata);
        } catch (error) {
          // Of writers that race, one wins each round: load again and decide again, at once.
          if (!isDomainError(error, 'aborted')) throw error;
        }
      }
      throw new DomainError('aborted', `unit ${unitId} or its slots are too busy: ${attempts} attempts were overtaken by other writers`);
    },
  };
};
