import type { SlotPatch } from '../manifest/manifest.js';
import type { SlotCommand } from '../slot/slot.decider.js';
import type { UnitCommand } from '../unit/unit.state.js';

type Unplaced<Command> = Command extends { readonly slots: unknown } ? Omit<Command, 'slots'> : never;

/** What changes a unit and its slots together. */
export type ChangeCommand = Unplaced<UnitCommand>;

const laying = (unitId: string, { slot, operations, baseHash, result, resultHash, calibration }: SlotPatch) => ({
  slot,
  unitId,
  operations,
  baseHash,
  configuration: result,
  configurationHash: resultHash,
  calibration,
});

type Asks = {
  readonly [Type in ChangeCommand['type']]: (
    command: ChangeCommand & { readonly type: Type },
    unitId: string,
    patch: SlotPatch,
  ) => SlotCommand | undefined;
};

const asks: Asks = {
  ApplyUnit: (_, unitId, patch) => ({ type: 'PutInForce', status: 'applied', ...laying(unitId, patch) }),
  PromoteUnit: (_, unitId, patch) => ({ type: 'PutInForce', status: 'promoted', ...laying(unitId, patch) }),
  RevertUnit: (_, unitId, { slot }) => ({ type: 'TakeOut', slot, unitId }),
  StartCanary: ({ share, outcomes, alpha }, unitId, patch) => ({
    type: 'SetCandidate',
    ...laying(unitId, patch),
    share,
    outcomes,
    alpha,
  }),
  StopCanary: (_, unitId, { slot }) => ({ type: 'RemoveCandidate', slot, unitId }),
  // One that has passed keeps its share until it is promoted or stopped.
  EndCanary: ({ outcome }, unitId, { slot }) =>
    outcome === 'worse' ? { type: 'RemoveCandidate', slot, unitId } : undefined,
  MarkStale: (command, unitId, { slot }) => (slot === command.slot ? { type: 'MarkStale', slot, unitId } : undefined),
};

/** What a change of a unit asks of one of the slots that it patches; undefined: nothing. */
export const slotCommand = (command: ChangeCommand, unitId: string, patch: SlotPatch): SlotCommand | undefined => {
  const ask: (command: never, unitId: string, patch: SlotPatch) => SlotCommand | undefined = asks[command.type];
  return ask(command as never, unitId, patch);
};
