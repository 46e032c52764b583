import {
  decideChange,
  installed,
  type slotDecider,
  type unitDecider,
  type Change,
  type ChangeCommand,
  type SlotAt,
  type SlotVersion,
  type UnitAt,
} from '@ao/domain-logic';
import {
  changeStreams,
  type CommandHandlerOf,
  type EventMetadata,
  type EventStore,
  type StreamAppend,
} from '@ao/event-store';

/** Units and slots, read and changed together. */
export interface UnitChanges {
  unit(unitId: string): Promise<UnitAt>;
  slot(slot: string): Promise<SlotAt>;
  /** Answers the slots after the change. Throws what the rules throw, and `aborted` where other writers were always faster. */
  change(unitId: string, command: ChangeCommand, metadata: EventMetadata): Promise<readonly SlotVersion[]>;
}

/** What a change appends, each stream once. */
export const appendsOf = ({ units, slots }: Change, metadata: EventMetadata): readonly StreamAppend[] => [
  ...units.map(({ unitId, ...append }) => ({ stream: `unit-${unitId}`, ...append, metadata })),
  ...slots.map(({ slot, ...append }) => ({ stream: `slot-${slot}`, ...append, metadata })),
];

/** How units and slots are read. */
export interface UnitReaders {
  readonly units: Pick<CommandHandlerOf<typeof unitDecider>, 'load'>;
  readonly slots: Pick<CommandHandlerOf<typeof slotDecider>, 'load'>;
}

export const unitChanges = (store: EventStore, { units, slots }: UnitReaders): UnitChanges => {
  const unit = async (unitId: string): Promise<UnitAt> => {
    const { version, state } = await units.load(unitId);
    return { unitId, version, state };
  };
  const slot = async (name: string): Promise<SlotAt> => {
    const { version, state } = await slots.load(name);
    return { slot: name, version, state };
  };
  return {
    unit,
    slot,
    // The unit and its slots change in one append, so a crash leaves all of it or nothing.
    change: (unitId, command, metadata) =>
      changeStreams(store, {
        what: `unit ${unitId} with its slots`,
        decide: async () => {
          const at = await unit(unitId);
          const patched = await Promise.all(installed(at.state).manifest.patches.map((patch) => slot(patch.slot)));
          const candidates = await Promise.all(
            patched.flatMap(({ state }) => (state.candidate === null ? [] : [unit(state.candidate.unitId)])),
          );
          const change = decideChange(command, at, { slots: patched, candidates });
          return { appends: appendsOf(change, metadata), answer: change.answer };
        },
      }),
  };
};
