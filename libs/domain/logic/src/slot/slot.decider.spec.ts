import { slotDecider, type SlotCommand } from './slot.decider.js';
import type { SlotEvent } from './slot.events.js';
import { inForce, type Slot } from './slot.state.js';

const slot = 'recall/interview-questions';
const defaults = 'd'.repeat(64);
const put = (
  unitId: string,
  k1: number,
  baseHash: string,
  status: 'applied' | 'promoted' = 'promoted',
): SlotCommand => ({
  type: 'PutInForce',
  slot,
  unitId,
  status,
  operations: [{ op: 'replace', path: '/k1', value: k1 }],
  baseHash,
  configuration: { k1 },
  configurationHash: `h${k1}`,
});
const takeOut = (unitId: string): SlotCommand => ({ type: 'TakeOut', slot, unitId });
const after = (...commands: readonly SlotCommand[]): Slot =>
  commands.reduce<Slot>(
    (state, command) => slotDecider.decide(command, state).reduce(slotDecider.evolve, state),
    slotDecider.initial,
  );
const when = (command: SlotCommand, ...given: readonly SlotCommand[]): readonly SlotEvent[] =>
  slotDecider.decide(command, after(...given));
const refused = (command: SlotCommand, ...given: readonly SlotCommand[]): void => {
  const state = after(...given);
  expect(() => slotDecider.decide(command, state)).toThrow(expect.objectContaining({ code: 'failed_precondition' }));
};
const serves = (...given: readonly SlotCommand[]): unknown => inForce(after(...given))?.configuration;

const first = put('u1', 1, defaults);
const second = put('u2', 2, 'h1');

it('serves what was put in force last, and nothing before that', () => {
  expect(serves()).toBeUndefined();
  expect(serves(first)).toEqual({ k1: 1 });
  expect(serves(first, second)).toEqual({ k1: 2 });
});
it('records base and result', () =>
  expect(when(first)).toMatchObject([
    {
      type: 'SlotPromoted',
      data: { slot, unitId: 'u1', baseHash: defaults, configuration: { k1: 1 }, configurationHash: 'h1' },
    },
  ]));
it('is idempotent', () => {
  expect(when(first, first)).toEqual([]);
  expect(when(takeOut('u1'), first, takeOut('u1'))).toEqual([]);
  expect(when({ ...first, status: 'applied' } as SlotCommand, first)).toEqual([]);
});
it('promotes what is on trial', () => {
  const trial = put('u1', 1, defaults, 'applied');
  expect(when(first, trial)).toMatchObject([{ type: 'SlotPromoted' }]);
  expect(after(trial, first).layers).toMatchObject([{ unitId: 'u1', status: 'promoted' }]);
});
it('uncovers what was served before', () => {
  expect(when(takeOut('u2'), first, second)).toMatchObject([
    {
      type: 'SlotReverted',
      data: { slot, unitId: 'u2', inForce: { unitId: 'u1', configuration: { k1: 1 }, configurationHash: 'h1' } },
    },
  ]);
  expect(serves(first, second, takeOut('u2'))).toEqual({ k1: 1 });
  expect(when(takeOut('u1'), first)).toMatchObject([{ data: { inForce: null } }]);
  expect(serves(first, takeOut('u1'))).toBeUndefined();
});
it('goes on serving the top when a unit below it is taken out, and does not come back to it', () => {
  expect(serves(first, second, takeOut('u1'))).toEqual({ k1: 2 });
  expect(serves(first, second, takeOut('u1'), takeOut('u2'))).toBeUndefined();
});

describe('the slot moved', () => {
  it('since the incumbent was the defaults', () => refused(put('u2', 2, defaults), first));
  it('since the incumbent was another unit', () => refused(put('u3', 3, 'h1'), first, second));
  it('back to the defaults', () => refused(second, first, takeOut('u1')));
  it('away from a unit that is still below', () => refused(first, put('u1', 1, defaults, 'applied'), second));
  it('not, when it is back at the defaults that the unit was made for', () => {
    expect(when(put('u2', 2, defaults), first, takeOut('u1'))).toHaveLength(1);
    const asDefaults: SlotCommand = { ...put('u2', 2, 'h1'), configurationHash: defaults } as SlotCommand;
    expect(when(put('u3', 3, defaults), first, asDefaults, takeOut('u2'), takeOut('u1'))).toHaveLength(1);
  });
  it('since the incumbent was the defaults, which have no name', () => {
    refused(put('u2', 2, ''), first);
    expect(when(put('u2', 2, ''), first, takeOut('u1'))).toHaveLength(1);
  });
  it('and nobody cares on trial', () => expect(when(put('u2', 2, '', 'applied'), first)).toHaveLength(1));
});

it('refuses a configuration that is in force already', () => refused(put('u2', 1, '', 'applied'), first));
it('refuses a patch that does not give its result', () => {
  refused({ ...second, configuration: { k1: 2, extra: true } } as SlotCommand, first);
  refused({ ...second, operations: [{ op: 'replace', path: '/b', value: 2 }] } as SlotCommand, first);
  refused(
    {
      ...second,
      operations: [
        { op: 'test', path: '/k1', value: 9 },
        { op: 'replace', path: '/k1', value: 2 },
      ],
    } as SlotCommand,
    first,
  );
});
