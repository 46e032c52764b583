import { decideChange, type Change, type SlotAt, type UnitAt } from '../change/change.js';
import type { ChangeCommand } from '../change/slot-commands.js';
import type { Manifest } from '../manifest/manifest.js';
import { slotDecider } from '../slot/slot.decider.js';
import { inForce, labelsOf, type Slot } from '../slot/slot.state.js';
import { unitDecider } from '../unit/unit.decider.js';
import type { Unit, UnitCommand } from '../unit/unit.state.js';

/** A hash that names k1. */
export const hashOf = (k1: number): string => k1.toString(16).padStart(64, '0');

/** A unit that sets k1 in its slots. */
export const manifestOf = (unitId: string, k1: number, slots: readonly string[], baseHash = ''): Manifest => ({
  unitId,
  version: '1.0.0',
  title: '',
  kind: 'config',
  patches: slots.map((slot) => ({
    slot,
    operations: [{ op: 'add', path: '/k1', value: k1 }],
    baseHash,
    resultHash: hashOf(k1),
    result: { k1 },
  })),
  provenance: { jobId: 'j', trialId: '', decisionId: '', leaseId: '', corrId: '' },
});

/** Units and slots kept by the two deciders alone. */
export class World {
  readonly units = new Map<string, UnitAt>();
  readonly slots = new Map<string, SlotAt>();

  install(manifest: Manifest): void {
    const command: UnitCommand = {
      type: 'InstallUnit',
      manifest,
      resultHashes: manifest.patches.map(({ resultHash }) => resultHash),
    };
    const { unitId } = manifest;
    this.units.set(unitId, {
      unitId,
      version: 1,
      state: unitDecider.decide(command, unitDecider.initial).reduce(unitDecider.evolve, unitDecider.initial),
    });
    for (const { slot } of manifest.patches)
      if (!this.slots.has(slot)) this.slots.set(slot, { slot, version: 0, state: slotDecider.initial });
  }

  /** Decides the change and lets it happen. */
  change(unitId: string, command: ChangeCommand): Change {
    const change = decideChange(command, this.at(unitId), {
      slots: [...this.slots.values()],
      candidates: [...this.units.values()],
    });
    this.happen(change);
    return change;
  }

  happen({ units, slots }: Change): void {
    for (const { unitId, expectedVersion, events } of units)
      this.units.set(unitId, {
        unitId,
        version: expectedVersion + events.length,
        state: events.reduce(unitDecider.evolve, this.unit(unitId)),
      });
    for (const { slot, expectedVersion, events } of slots)
      this.slots.set(slot, {
        slot,
        version: expectedVersion + events.length,
        state: events.reduce(slotDecider.evolve, this.slot(slot)),
      });
  }

  at(unitId: string): UnitAt {
    return this.units.get(unitId) ?? { unitId, version: 0, state: unitDecider.initial };
  }

  unit(unitId: string): Unit {
    return this.at(unitId).state;
  }

  slot(slot: string): Slot {
    return (this.slots.get(slot) as SlotAt).state;
  }

  serves(slot: string): unknown {
    return inForce(this.slot(slot))?.configuration;
  }

  /** Name -> unit. */
  labels(slot: string): Readonly<Record<string, string>> {
    return Object.fromEntries(labelsOf(this.slot(slot)).map(({ name, unitId }) => [name, unitId]));
  }
}
