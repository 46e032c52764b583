import * as fc from 'fast-check';
import { hashOf, manifestOf, World } from '../testing/world.js';
import type { ChangeCommand } from './slot-commands.js';

const promote = (decisionId: string): ChangeCommand => ({
  type: 'PromoteUnit',
  decisionId,
  leaseId: 'l',
  fencingToken: 1,
});
const revert: ChangeCommand = { type: 'RevertUnit', reason: '' };

it('changes the unit and all of its slots together, and answers the same again', () => {
  const world = new World();
  world.install(manifestOf('u1', 1, ['recall/a', 'recall/b']));
  const change = world.change('u1', promote('d'));
  expect(change.answer).toEqual([
    { slot: 'recall/a', version: 1 },
    { slot: 'recall/b', version: 1 },
  ]);
  expect(change.units).toMatchObject([
    { unitId: 'u1', expectedVersion: 1, events: [{ type: 'UnitPromoted', data: { slots: change.answer } }] },
  ]);
  expect(change.slots).toHaveLength(2);
  expect([world.serves('recall/a'), world.serves('recall/b')]).toEqual([{ k1: 1 }, { k1: 1 }]);
  expect(world.change('u1', promote('d'))).toEqual({ units: [], slots: [], answer: change.answer });
});

it('answers the same promotion again after the slot went on, and after a revert', () => {
  const world = new World();
  world.install(manifestOf('u1', 1, ['recall/a']));
  world.install(manifestOf('u2', 2, ['recall/a'], hashOf(1)));
  const { answer } = world.change('u1', promote('d1'));
  world.change('u2', promote('d2'));
  expect(world.change('u1', promote('d1'))).toEqual({ units: [], slots: [], answer });
  world.change('u1', revert);
  expect(world.change('u1', promote('d1'))).toEqual({ units: [], slots: [], answer });
  expect(world.serves('recall/a')).toEqual({ k1: 2 });
});

it('changes nothing when one slot refuses', () => {
  const world = new World();
  world.install(manifestOf('u1', 1, ['recall/b']));
  world.install(manifestOf('u2', 2, ['recall/a', 'recall/b'], hashOf(9)));
  world.change('u1', promote('d1'));
  expect(() => world.change('u2', promote('d2'))).toThrow(expect.objectContaining({ code: 'failed_precondition' }));
  expect([world.serves('recall/a'), world.unit('u2').status]).toEqual([undefined, 'installed']);
});

it('serves the newest unit that is in force, whatever the order of changes', () => {
  const step = fc.record({ unit: fc.integer({ min: 1, max: 4 }), what: fc.constantFrom('apply', 'promote', 'revert') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const world = new World();
      for (const k1 of [1, 2, 3, 4]) world.install(manifestOf(`u${k1}`, k1, ['recall/a'], k1 === 4 ? hashOf(3) : ''));
      let stack: readonly number[] = [];
      steps.forEach(({ unit, what }, index) => {
        const commands: Record<string, ChangeCommand> = {
          apply: { type: 'ApplyUnit' },
          promote: promote(`d${index}`),
          revert,
        };
        let changed = false;
        try {
          changed = world.change(`u${unit}`, commands[what] as ChangeCommand).units.length > 0;
        } catch (error) {
          expect(error).toMatchObject({ name: 'DomainError' });
        }
        if (changed) stack = [...stack.filter((each) => each !== unit), ...(what === 'revert' ? [] : [unit])];
        expect(world.serves('recall/a')).toEqual(stack.length === 0 ? undefined : { k1: stack.at(-1) });
      });
    }),
  );
});

describe('a candidate whose slot moves', () => {
  const start = (share: number): ChangeCommand => ({
    type: 'StartCanary',
    decisionId: 'dc',
    leaseId: 'l',
    fencingToken: 1,
    share,
    outcomes: 20,
    alpha: 0.05,
  });
  const worldWith = (share: number): World => {
    const world = new World();
    world.install(manifestOf('u1', 1, ['recall/a']));
    world.install(manifestOf('u2', 2, ['recall/a'], hashOf(1)));
    world.install(manifestOf('u3', 3, ['recall/a'], hashOf(1)));
    world.change('u1', promote('d1'));
    world.change('u2', start(share));
    return world;
  };
  it.each([0, 0.1])('is stopped in the same change, with a share of %s', (share) => {
    const world = worldWith(share);
    const change = world.change('u3', promote('d3'));
    expect(change.units).toMatchObject([
      { unitId: 'u3' },
      {
        unitId: 'u2',
        expectedVersion: 2,
        events: [{ type: 'UnitCanaryEnded', data: { outcome: 'stopped', share, slots: change.answer } }],
      },
    ]);
    expect(world.labels('recall/a')).toEqual({ production: 'u3', previous: 'u1' });
    expect(() => world.change('u2', promote('dc'))).toThrow(expect.objectContaining({ code: 'failed_precondition' }));
  });
  it('is stopped by a revert of what it was compared with', () => {
    const world = worldWith(0.1);
    expect(world.change('u1', revert).units).toMatchObject([
      { unitId: 'u1' },
      { unitId: 'u2', events: [{ type: 'UnitCanaryEnded' }] },
    ]);
    expect(world.labels('recall/a')).toEqual({ production: '' });
  });
  it('goes in force itself as it is promoted', () => {
    const world = worldWith(0.1);
    world.change('u2', { type: 'EndCanary', outcome: 'passed', reason: '', evidence: {} });
    expect(world.labels('recall/a')).toEqual({ production: 'u1', candidate: 'u2', previous: '' });
    expect(world.change('u2', promote('dc')).units).toMatchObject([
      { unitId: 'u2', events: [{ type: 'UnitPromoted' }] },
    ]);
    expect(world.labels('recall/a')).toEqual({ production: 'u2', previous: 'u1' });
  });
});
