import { decideChange, type Change, type SlotAt, type Surroundings, type UnitAt } from '../change/change.js';
import { slotDecider } from '../slot/slot.decider.js';
import { unitDecider } from '../unit/unit.decider.js';
import type { Outcome } from './outcome.js';
import { stepCanary, stepDrift, type CanaryWatch, type DriftWatch, type Watch, type Watched } from './watch.js';

/** What was read before an outcome is looked at: its slot, and the units in force and on canary there. */
export interface WatchedSlot {
  readonly slot: SlotAt;
  readonly units: readonly UnitAt[];
}

/** What the table holds about the slot's units. */
export type Watches = readonly Watch[];

/** What an outcome leads to: the watches as they stand now, and the changes that were decided, in their order. */
export interface Watching {
  readonly watches: readonly Watch[];
  readonly changes: readonly Change[];
}

const advanced = ({ slot, units }: WatchedSlot, change: Change): WatchedSlot => ({
  slot: change.slots.reduce(
    (at, { events, expectedVersion }) => ({
      ...at,
      version: expectedVersion + events.length,
      state: events.reduce(slotDecider.evolve, at.state),
    }),
    slot,
  ),
  units: units.map((unit) => {
    const events = change.units.filter(({ unitId }) => unitId === unit.unitId).flatMap((each) => each.events);
    return { ...unit, version: unit.version + events.length, state: events.reduce(unitDecider.evolve, unit.state) };
  }),
});

const decided = ({ watch, verdict }: Watched, { slot, units }: WatchedSlot): readonly Change[] => {
  const unit = units.find(({ unitId }) => unitId === watch.unitId);
  if (verdict === undefined || unit === undefined) return [];
  const surroundings: Surroundings = { slots: [slot], candidates: units };
  return [decideChange(verdict, unit, surroundings)].filter((change) => change.units.length > 0);
};

/** Looks at one outcome: each watch that it counts for takes one step, and what a watch has shown is decided at once. Pure. */
export const watchOutcome = (outcome: Outcome, at: WatchedSlot, watches: Watches): Watching => {
  const { candidate, layers } = at.slot.state;
  const canary = watches.find(
    (watch): watch is CanaryWatch => watch.kind === 'canary' && watch.unitId === candidate?.unitId,
  );
  const drift = watches.find(
    (watch): watch is DriftWatch => watch.kind === 'drift' && watch.unitId === layers.at(-1)?.unitId,
  );
  const steps = [stepCanary(outcome, at.slot.state, canary), stepDrift(outcome, at.slot.state, drift)].filter(
    (step) => step !== undefined,
  );
  const { changes } = steps.reduce<{ at: WatchedSlot; changes: readonly Change[] }>(
    (done, step) => {
      const more = decided(step, done.at);
      return { at: more.reduce(advanced, done.at), changes: [...done.changes, ...more] };
    },
    { at, changes: [] },
  );
  return { watches: steps.map(({ watch }) => watch), changes };
};
