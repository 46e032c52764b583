import { given } from '@ao/testing';
import { slotDecider, type SlotCommand } from './slot.decider.js';
import type { Labelled, SlotEvent } from './slot.events.js';
import { labelsOf } from './slot.state.js';

const slot = 'recall/qa';
const calibration = { method: 'none', parameters: {}, fitted: {}, abstention: null };
const laying = (unitId: string, k1: number, baseHash: string) => ({
  slot,
  unitId,
  operations: [{ op: 'replace' as const, path: '/k1', value: k1 }],
  baseHash,
  configuration: { k1 },
  configurationHash: `h${k1}`,
  calibration,
});
const put = (unitId: string, k1: number, baseHash = ''): SlotCommand => ({
  type: 'PutInForce',
  status: 'promoted',
  ...laying(unitId, k1, baseHash),
});
const candidate = (unitId: string, k1: number, baseHash: string, share = 0.1): SlotCommand => ({
  type: 'SetCandidate',
  ...laying(unitId, k1, baseHash),
  share,
  outcomes: 20,
  alpha: 0.05,
});
const remove = (unitId: string): SlotCommand => ({ type: 'RemoveCandidate', slot, unitId });
const stale = (unitId: string): SlotCommand => ({ type: 'MarkStale', slot, unitId });
const takeOut = (unitId: string): SlotCommand => ({ type: 'TakeOut', slot, unitId });

const history = (...commands: readonly SlotCommand[]): readonly SlotEvent[] => {
  const events: SlotEvent[] = [];
  for (const command of commands)
    events.push(...slotDecider.decide(command, events.reduce(slotDecider.evolve, slotDecider.initial)));
  return events;
};
const after = (...commands: readonly SlotCommand[]) =>
  history(...commands).reduce(slotDecider.evolve, slotDecider.initial);
const labels = (...commands: readonly SlotCommand[]): object =>
  Object.fromEntries(labelsOf(after(...commands)).map(({ name, unitId }) => [name, unitId]));
const on = (...commands: readonly SlotCommand[]) => given(slotDecider, ...history(...commands));

const first = put('u1', 1);
const second = candidate('u2', 2, 'h1');
const labelled: Labelled = {
  labels: [
    { name: 'production', unitId: 'u1', configurationHash: 'h1' },
    { name: 'candidate', unitId: 'u2', configurationHash: 'h2' },
    { name: 'previous', unitId: '', configurationHash: '' },
  ],
  stale: [],
};

it('sets a candidate beside what is in force, with what the labels stand at', () =>
  on(first)
    .when(second)
    .then({
      type: 'SlotCandidateSet',
      data: {
        slot,
        unitId: 'u2',
        configuration: { k1: 2 },
        configurationHash: 'h2',
        calibration,
        baseHash: 'h1',
        share: 0.1,
        outcomes: 20,
        alpha: 0.05,
        labelled,
      },
    }));

it('keeps the candidate with its calibration, and since when', () =>
  expect(after(first, second).candidate).toEqual({
    unitId: 'u2',
    configuration: { k1: 2 },
    configurationHash: 'h2',
    calibration,
    share: 0.1,
    outcomes: 20,
    alpha: 0.05,
    since: 2,
  }));

it('is idempotent', () => {
  on(first, second).when(second).thenNothing();
  on(first, second, remove('u2')).when(remove('u2')).thenNothing();
  on(first).when(remove('u2')).thenNothing();
  on(first, stale('u1')).when(stale('u1')).thenNothing();
});

it('gives a label alone a share', () => {
  expect(
    on(first, candidate('u2', 2, 'h1', 0))
      .when(second)
      .events(),
  ).toMatchObject([{ type: 'SlotCandidateSet', data: { share: 0.1 } }]);
  expect(after(first, candidate('u2', 2, 'h1', 0), second).candidate).toMatchObject({ share: 0.1, since: 3 });
});

it('refuses where the slot moved, serves it already, or has a candidate', () => {
  on(first)
    .when(candidate('u2', 2, 'h9'))
    .thenRefused('failed_precondition');
  on(first)
    .when(candidate('u2', 2, ''))
    .thenRefused('failed_precondition');
  on(first)
    .when(candidate('u2', 1, 'h1'))
    .thenRefused('failed_precondition');
  on(first)
    .when(candidate('u1', 2, 'h1'))
    .thenRefused('failed_precondition');
  on(first, second)
    .when(candidate('u3', 3, 'h1'))
    .thenRefused('failed_precondition');
  on(first, put('u2', 2, 'h1'), takeOut('u2'), takeOut('u1'))
    .when(candidate('u3', 3, 'h1'))
    .thenRefused('failed_precondition');
});

it('moves the labels with what is in force', () => {
  expect(labels()).toEqual({ production: '' });
  expect(labels(candidate('u2', 2, ''))).toEqual({ production: '', candidate: 'u2' });
  expect(labels(first, second)).toEqual({ production: 'u1', candidate: 'u2', previous: '' });
  expect(labels(first, second, put('u2', 2, 'h1'))).toEqual({ production: 'u2', previous: 'u1' });
  expect(labels(first, second, put('u2', 2, 'h1'), takeOut('u2'))).toEqual({ production: 'u1', previous: '' });
  expect(labels(first, second, remove('u2'))).toEqual({ production: 'u1', previous: '' });
  expect(labels(first, second, takeOut('u2'))).toEqual({ production: 'u1', previous: '' });
});

it('drops a candidate whose incumbent is gone, and keeps it where only something below is', () => {
  expect(labels(first, second, put('u3', 3, 'h1'))).toEqual({ production: 'u3', previous: 'u1' });
  expect(labels(first, second, takeOut('u1'))).toEqual({ production: '' });
  expect(labels(first, put('u3', 3, 'h1'), candidate('u2', 2, 'h3'), takeOut('u1'))).toEqual({
    production: 'u3',
    candidate: 'u2',
    previous: '',
  });
});

it('says that the unit in force is stale, while it is in force', () => {
  const staleNow = (...commands: readonly SlotCommand[]): unknown => history(...commands).at(-1)?.data.labelled?.stale;
  expect(staleNow(first, stale('u1'))).toEqual(['u1']);
  expect(staleNow(first, stale('u1'), put('u3', 3, 'h1'))).toEqual([]);
  expect(staleNow(first, stale('u1'), put('u3', 3, 'h1'), takeOut('u3'))).toEqual(['u1']);
});

it('counts since when a unit is in force: a promotion of what is on trial changes nothing, an uncovering does', () => {
  const trial: SlotCommand = { type: 'PutInForce', status: 'applied', ...laying('u1', 1, '') };
  const since = (...commands: readonly SlotCommand[]): unknown => after(...commands).layers.at(-1)?.since;
  expect(since(trial, first)).toBe(1);
  expect(since(first, second)).toBe(1);
  expect(since(first, put('u3', 3, 'h1'))).toBe(2);
  expect(since(first, put('u3', 3, 'h1'), takeOut('u3'))).toBe(3);
});

it('reads what was recorded before there were labels', () => {
  const old: SlotEvent[] = [
    {
      type: 'SlotPromoted',
      data: { slot, unitId: 'u1', baseHash: '', configuration: { k1: 1 }, configurationHash: 'h1' },
    },
    {
      type: 'SlotPromoted',
      data: { slot, unitId: 'u2', baseHash: 'h1', configuration: { k1: 2 }, configurationHash: 'h2' },
    },
  ];
  given(slotDecider, ...old)
    .when(takeOut('u2'))
    .then({
      type: 'SlotReverted',
      data: {
        slot,
        unitId: 'u2',
        inForce: { unitId: 'u1', configuration: { k1: 1 }, configurationHash: 'h1' },
        labelled: {
          labels: [
            { name: 'production', unitId: 'u1', configurationHash: 'h1' },
            { name: 'previous', unitId: '', configurationHash: '' },
          ],
          stale: [],
        },
      },
    });
});
