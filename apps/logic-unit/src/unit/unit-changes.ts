import {
  decideChange,
  installed,
  slotDecider,
  unitDecider,
  type Change,
  type ChangeCommand,
  type Slot,
  type SlotAt,
  type SlotVersion,
  type UnitAt,
} from '@ao/domain-logic';
import type { EventMetadata, EventStore, StreamAppend } from '@ao/event-store';
import { DomainError, isDomainError } from '@ao/kernel';
import { foldedStreams, type Folded } from '../streams/folded-streams.js';

/** Units and slots, read and changed together. */
export interface UnitChanges {
  unit(unitId: string): Promise<UnitAt>;
  slot(slot: string): Promise<Folded<Slot>>;
  /** Answers the slots after the change. Throws what the rules throw, and `aborted` where other writers were always faster. */
  change(unitId: string, command: ChangeCommand, metadata: EventMetadata): Promise<readonly SlotVersion[]>;
}

const attempts = 20;

/** What a change appends, each stream once. */
export const appendsOf = ({ units, slots }: Change, metadata: EventMetadata): readonly StreamAppend[] => [
  ...units.map(({ unitId, ...append }) => ({ stream: `unit-${unitId}`, ...append, metadata })),
  ...slots.map(({ slot, ...append }) => ({ stream: `slot-${slot}`, ...append, metadata })),
];

export const unitChanges = (store: EventStore): UnitChanges => {
  const foldUnit = foldedStreams(store, 'unit', unitDecider);
  const slot = foldedStreams(store, 'slot', slotDecider);
  const unit = async (unitId: string): Promise<UnitAt> => ({ unitId, ...(await foldUnit(unitId)) });
  const slotAt = async (name: string): Promise<SlotAt> => ({ slot: name, ...(await slot(name)) });

  /** The unit and its slots change in one append, so a crash leaves all of it or nothing. */
  const attempt = async (
    unitId: string,
    command: ChangeCommand,
    metadata: EventMetadata,
  ): Promise<readonly SlotVersion[]> => {
    const at = await unit(unitId);
    const slots = await Promise.all(installed(at.state).manifest.patches.map((patch) => slotAt(patch.slot)));
    const candidates = await Promise.all(
      slots.flatMap(({ state }) => (state.candidate === null ? [] : [unit(state.candidate.unitId)])),
    );
    const change = decideChange(command, at, { slots, candidates });
    if (change.units.length > 0) await store.appendAll(appendsOf(change, metadata));
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
      throw new DomainError(
        'aborted',
        `unit ${unitId} or its slots are too busy: ${attempts} attempts were overtaken by other writers`,
      );
    },
  };
};
