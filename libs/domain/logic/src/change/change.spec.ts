import * as fc from 'fast-check';
import type { Manifest } from '../manifest/manifest.js';
import { inForce, slotDecider } from '../slot/slot.decider.js';
import { unitDecider, type Unit, type UnitCommand } from '../unit/unit.decider.js';
import { decideChange, type Change, type ChangeCommand, type SlotAt } from './change.js';

const hashOf = (k1: number): string => k1.toString(16).padStart(64, '0');
const manifestOf = (unitId: string, k1: number, slots: readonly string[], baseHash = ''): Manifest => ({
  unitId,
  version: '1.0.0',
  title: '',
  kind: 'config',
  patches: slots.map((slot) => ({ slot, operations: [{ op: 'add', path: '/k1', value: k1 }], baseHash, resultHash: hashOf(k1), result: { k1 } })),
  provenance: { jobId: '', trialId: '', decisionId: '', leaseId: '', corrId: '' },
});

/** Units and slots kept by the two deciders alone. */
class World {
  readonly units = new Map<string, Unit>();
  readonly slots = new Map<string, SlotAt>();

  install(manifest: Manifest): void {
    const command: UnitCommand = { type: 'InstallUnit', manifest, resultHashes: manifest.patches.map(({ resultHash }) => resultHash) };
    this.units.set(manifest.unitId, unitDecider.decide(command, unitDecider.initial).reduce(unitDecider.evolve, unitDecider.initial));
    for (const { slot } of manifest.patches) if (!this.slots.has(slot)) this.slots.set(slot, { slot, version: 0, state: slotDecider.initial });
  }

  change(unitId: string, command: ChangeCommand): Change {
    const unit = this.units.get(unitId) ?? unitDecider.initial;
    const change = decideChange(command, unit, [...this.slots.values()]);
    this.units.set(unitId, change.unitEvents.reduce(unitDecider.evolve, unit));
    for (const { slot, expectedVersion, events } of change.slotEvents) {
      const at = this.slots.get(slot) as SlotAt;
      this.slots.set(slot, { slot, version: expectedVersion + events.length, state: events.reduce(slotDecider.evolve, at.state) });
    }
    return change;
  }

  serves(slot: string): unknown {
    return inForce((this.slots.get(slot) as SlotAt).state)?.configuration;
  }
}

const promote = (decisionId: string): ChangeCommand => ({ type: 'PromoteUnit', decisionId, leaseId: 'l', fencingToken: 1 });
const revert: ChangeCommand = { type: 'RevertUnit', reason: '' };

it('changes the unit and all of its slots together, and answers the same again', () => {
  const world = new World();
  world.install(manifestOf('u1', 1, ['recall/a', 'recall/b']));
  const change = world.change('u1', promote('d'));
  expect(change.answer).toEqual([
    { slot: 'recall/a', version: 1 },
    { slot: 'recall/b', version: 1 },
  ]);
  expect(change.unitEvents).toMatchObject([{ type: 'UnitPromoted', data: { slots: change.answer } }]);
  expect(change.slotEvents).toHaveLength(2);
  expect([world.serves('recall/a'), world.serves('recall/b')]).toEqual([{ k1: 1 }, { k1: 1 }]);
  expect(world.change('u1', promote('d'))).toEqual({ unitEvents: [], slotEvents: [], answer: change.answer });
});

it('answers the same promotion again after the slot went on, and after a revert', () => {
  const world = new World();
  world.install(manifestOf('u1', 1, ['recall/a']));
  world.install(manifestOf('u2', 2, ['recall/a'], hashOf(1)));
  const { answer } = world.change('u1', promote('d1'));
  world.change('u2', promote('d2'));
  expect(world.change('u1', promote('d1'))).toEqual({ unitEvents: [], slotEvents: [], answer });
  world.change('u1', revert);
  expect(world.change('u1', promote('d1'))).toEqual({ unitEvents: [], slotEvents: [], answer });
  expect(world.serves('recall/a')).toEqual({ k1: 2 });
});

it('changes nothing when one slot refuses', () => {
  const world = new World();
  world.install(manifestOf('u1', 1, ['recall/b']));
  world.install(manifestOf('u2', 2, ['recall/a', 'recall/b'], hashOf(9)));
  world.change('u1', promote('d1'));
  expect(() => world.change('u2', promote('d2'))).toThrow(expect.objectContaining({ code: 'failed_precondition' }));
  expect([world.serves('recall/a'), world.units.get('u2')?.status]).toEqual([undefined, 'installed']);
});

it('serves the newest unit that is in force, whatever the order of changes', () => {
  const step = fc.record({ unit: fc.integer({ min: 1, max: 4 }), what: fc.constantFrom('apply', 'promote', 'revert') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const world = new World();
      for (const k1 of [1, 2, 3, 4]) world.install(manifestOf(`u${k1}`, k1, ['recall/a'], k1 === 4 ? hashOf(3) : ''));
      let stack: readonly number[] = [];
      steps.forEach(({ unit, what }, index) => {
        const commands: Record<string, ChangeCommand> = { apply: { type: 'ApplyUnit' }, promote: promote(`d${index}`), revert };
        let changed = false;
        try {
          changed = world.change(`u${unit}`, commands[what] as ChangeCommand).unitEvents.length > 0;
        } catch (error) {
          expect(error).toMatchObject({ name: 'DomainError' });
        }
        if (changed) stack = [...stack.filter((each) => each !== unit), ...(what === 'revert' ? [] : [unit])];
        expect(world.serves('recall/a')).toEqual(stack.length === 0 ? undefined : { k1: stack.at(-1) });
      });
    }),
  );
});
