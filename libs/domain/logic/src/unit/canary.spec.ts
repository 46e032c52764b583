import { given } from '@ao/testing';
import type { Manifest } from '../manifest/manifest.js';
import { settledSlots, unitDecider } from './unit.decider.js';
import type { UnitEvent } from './unit.events.js';
import type { UnitCommand } from './unit.state.js';

const hash = 'b'.repeat(64);
const slot = 'recall/qa';
const manifest: Manifest = {
  unitId: 'u1',
  version: '1.0.0',
  title: '',
  kind: 'config',
  patches: [
    { slot, operations: [{ op: 'replace', path: '/k1', value: 1 }], baseHash: '', resultHash: hash, result: { k1: 1 } },
  ],
  provenance: { jobId: 'j', trialId: '', decisionId: '', leaseId: '', corrId: '' },
};
const at = (version: number) => [{ slot, version }];
const install: UnitCommand = { type: 'InstallUnit', manifest, resultHashes: [hash] };
const start: UnitCommand & { type: 'StartCanary' } = {
  type: 'StartCanary',
  decisionId: 'd1',
  leaseId: 'l',
  fencingToken: 3,
  share: 0.1,
  outcomes: 50,
  alpha: 0.05,
  slots: at(1),
};
const labelled: UnitCommand = { ...start, share: 0, slots: at(1) };
const stop: UnitCommand = { type: 'StopCanary', reason: 'enough', slots: at(2) };
const end = (outcome: 'passed' | 'worse'): UnitCommand => ({
  type: 'EndCanary',
  outcome,
  reason: 'why',
  evidence: { candidate: 50 },
  slots: outcome === 'worse' ? at(2) : [],
});
const promote: UnitCommand = { type: 'PromoteUnit', decisionId: 'd1', leaseId: 'l', fencingToken: 3, slots: at(3) };
const revert: UnitCommand = { type: 'RevertUnit', reason: 'no', slots: at(4) };
const stale: UnitCommand = { type: 'MarkStale', slot, reason: 'drift', evidence: { outcomes: 60 }, slots: [] };

const history = (...commands: readonly UnitCommand[]): readonly UnitEvent[] => {
  const events: UnitEvent[] = [];
  for (const command of commands)
    events.push(...unitDecider.decide(command, events.reduce(unitDecider.evolve, unitDecider.initial)));
  return events;
};
const on = (...commands: readonly UnitCommand[]) => given(unitDecider, ...history(install, ...commands));
const ended = (outcome: string, more: object): unknown => ({
  type: 'UnitCanaryEnded',
  data: { unitId: 'u1', slot, jobId: 'j', share: 0.1, outcome, ...more },
});

it('starts with its terms', () =>
  on()
    .when(start)
    .then({
      type: 'UnitCanaryStarted',
      data: {
        unitId: 'u1',
        slot,
        jobId: 'j',
        share: 0.1,
        outcomes: 50,
        alpha: 0.05,
        decisionId: 'd1',
        leaseId: 'l',
        fencingToken: 3,
        slots: at(1),
      },
    }));

it('starts once for a decision, also when it has ended since', () => {
  on(start).when(start).thenNothing();
  on(start, stop).when(start).thenNothing();
  on(start, end('worse')).when(start).thenNothing();
  on(start, end('passed'), promote).when(start).thenNothing();
  on(start, end('passed'), promote, revert).when(start).thenNothing();
  on(labelled, stop).when(labelled).thenNothing();
});

it('starts again by another decision, and gives a label a share', () => {
  expect(
    on(start, stop)
      .when({ ...start, decisionId: 'd2' })
      .events(),
  ).toHaveLength(1);
  expect(on(labelled).when(start).events()).toHaveLength(1);
});

it('refuses what cannot be', () => {
  on(start)
    .when({ ...start, share: 0.2 })
    .thenRefused('failed_precondition');
  on(start, end('passed'))
    .when({ ...start, decisionId: 'd2' })
    .thenRefused('failed_precondition');
  on(promote).when(start).thenRefused('failed_precondition');
  on()
    .when({ ...start, decisionId: '' })
    .thenRefused('invalid_argument');
  for (const wrong of [
    { share: 0.51 },
    { share: -0.1 },
    { share: Number.NaN },
    { outcomes: 19 },
    { outcomes: 20.5 },
    { alpha: 0 },
    { alpha: 1 },
    { alpha: Number.NaN },
  ])
    on()
      .when({ ...start, ...wrong })
      .thenRefused('invalid_argument');
  const both = {
    ...manifest,
    patches: [...manifest.patches, { ...manifest.patches[0], slot: 'recall/other' } as Manifest['patches'][number]],
  };
  given(unitDecider, { type: 'UnitInstalled', data: { manifest: both } })
    .when(start)
    .thenRefused('failed_precondition');
  [start, stop, end('worse'), stale].forEach((command) => given(unitDecider).when(command).thenRefused('not_found'));
});

it('asks a label alone for no terms, and keeps none', () =>
  expect(
    on()
      .when({ ...labelled, outcomes: 7, alpha: 9 })
      .events(),
  ).toMatchObject([{ data: { share: 0, outcomes: 0, alpha: 0 } }]));

it('stops, once', () => {
  on(start)
    .when(stop)
    .then(ended('stopped', { reason: 'enough', evidence: {}, slots: at(2) }) as UnitEvent);
  on(start, stop).when(stop).thenNothing();
  on(start, end('worse')).when(stop).thenNothing();
  on(start, end('passed'))
    .when(stop)
    .then(ended('stopped', { reason: 'enough', evidence: {}, slots: at(2) }) as UnitEvent);
  on(start)
    .when({ ...stop, reason: 'x'.repeat(2_001) })
    .thenRefused('invalid_argument');
});

it('ends by the watch, once, and never where nothing is watched', () => {
  on(start)
    .when(end('worse'))
    .then(ended('worse', { reason: 'why', evidence: { candidate: 50 }, slots: at(2) }) as UnitEvent);
  on(start, end('worse')).when(end('worse')).thenNothing();
  on(start, end('passed')).when(end('passed')).thenNothing();
  on(start, stop).when(end('worse')).thenNothing();
  on(labelled).when(end('worse')).thenNothing();
  on().when(end('worse')).thenNothing();
});

it('ends with a promotion before the watch has decided, and silently after it', () => {
  expect(on(start).when(promote).events()).toMatchObject([
    ended('stopped', { reason: expect.stringContaining('d1') }),
    { type: 'UnitPromoted' },
  ]);
  expect(on(start, end('passed')).when(promote).events()).toMatchObject([{ type: 'UnitPromoted' }]);
  expect(on(labelled).when(promote).events()).toMatchObject([{ type: 'UnitPromoted' }]);
  on(start, promote).when(stop).thenNothing();
  on(start, promote).when(end('worse')).thenNothing();
  expect(
    on(start)
      .when({ type: 'ApplyUnit', slots: at(3) })
      .events(),
  ).toMatchObject([ended('stopped', {}), { type: 'UnitApplied' }]);
});

it('takes a candidate that is reverted out of the traffic', () => {
  on(start)
    .when(revert)
    .then(ended('stopped', { reason: 'no', evidence: {}, slots: at(4) }) as UnitEvent);
  on(start, revert).when(revert).thenNothing();
  on().when(revert).thenRefused('failed_precondition');
});

it('is stale once in a slot', () => {
  on(promote)
    .when(stale)
    .then({ type: 'UnitStale', data: { unitId: 'u1', slot, jobId: 'j', reason: 'drift', evidence: { outcomes: 60 } } });
  on(promote, stale).when(stale).thenNothing();
  on(promote, stale, revert, { ...promote, decisionId: 'd2' })
    .when(stale)
    .thenNothing();
});

it('answers a retry as it answered', () => {
  const settled = (command: UnitCommand, ...commands: readonly UnitCommand[]): unknown =>
    settledSlots(command, history(install, ...commands).reduce(unitDecider.evolve, unitDecider.initial));
  expect(settled(start, start, end('passed'), promote)).toEqual(at(1));
  expect(settled(stop, start, stop)).toEqual(at(2));
  expect(settled(promote, start, promote, revert)).toEqual(at(3));
  expect(settled(revert, start, revert)).toEqual(at(4));
});

it('says that there is no canary to stop where there never was one', () => {
  on().when(stop).thenRefused('failed_precondition');
});
