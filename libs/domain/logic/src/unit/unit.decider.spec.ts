import type { Manifest } from '../manifest/manifest.js';
import { unitDecider } from './unit.decider.js';
import type { UnitEvent } from './unit.events.js';
import type { Unit, UnitCommand } from './unit.state.js';

const hash = 'b'.repeat(64);
const manifest: Manifest = {
  unitId: 'u1',
  version: '1.0.0',
  title: 'k1',
  kind: 'config',
  patches: [
    {
      slot: 'recall/qa',
      operations: [{ op: 'replace', path: '/k1', value: 1 }],
      baseHash: '',
      resultHash: hash,
      result: { k1: 1 },
    },
  ],
  provenance: { jobId: 'j', trialId: 't', decisionId: '', leaseId: '', corrId: 'c' },
};
const slots = [{ slot: 'recall/qa', version: 1 }];
const install: UnitCommand = { type: 'InstallUnit', manifest, resultHashes: [hash] };
const apply: UnitCommand = { type: 'ApplyUnit', slots };
const promote: UnitCommand = { type: 'PromoteUnit', decisionId: 'd1', leaseId: 'l1', fencingToken: 3, slots };
const revert: UnitCommand = { type: 'RevertUnit', reason: 'worse in use', slots };

const after = (...commands: readonly UnitCommand[]): Unit =>
  commands.reduce<Unit>(
    (state, command) => unitDecider.decide(command, state).reduce(unitDecider.evolve, state),
    unitDecider.initial,
  );
const when = (command: UnitCommand, ...given: readonly UnitCommand[]): readonly UnitEvent[] =>
  unitDecider.decide(command, after(...given));
const refused = (code: string, command: UnitCommand, ...given: readonly UnitCommand[]): void => {
  const state = after(...given);
  expect(() => unitDecider.decide(command, state)).toThrow(expect.objectContaining({ code }));
};

it('installs once', () => {
  expect(when(install)).toEqual([{ type: 'UnitInstalled', data: { manifest } }]);
  expect(when(install, install)).toEqual([]);
  expect(when(install, install, promote)).toEqual([]);
});
it('refuses an id in use, other kinds and what is not valid', () => {
  refused('already_exists', { ...install, manifest: { ...manifest, title: 'other' } }, install);
  refused('permission_denied', { ...install, manifest: { ...manifest, kind: 'code' } });
  refused('invalid_argument', { ...install, resultHashes: ['c'.repeat(64)] });
});
it('applies on trial, again only after a revert', () => {
  expect(when(apply, install)).toEqual([{ type: 'UnitApplied', data: { unitId: 'u1', slots } }]);
  expect(when(apply, install, apply)).toEqual([]);
  expect(when(apply, install, promote)).toEqual([]);
  expect(when(apply, install, apply, revert)).toHaveLength(1);
});
it('promotes with decision and lease', () =>
  expect(when(promote, install)).toEqual([
    {
      type: 'UnitPromoted',
      data: {
        unitId: 'u1',
        patches: manifest.patches,
        provenance: { ...manifest.provenance, decisionId: 'd1', leaseId: 'l1' },
        fencingToken: 3,
        slots,
      },
    },
  ]));
it('promotes once for a decision, also when it was reverted since', () => {
  expect(when(promote, install, promote)).toEqual([]);
  expect(when(promote, install, apply, promote, revert)).toEqual([]);
  expect(when({ ...promote, decisionId: 'd2' }, install, promote, revert)).toHaveLength(1);
  refused('already_exists', { ...promote, decisionId: 'd2' }, install, promote);
  refused('invalid_argument', { ...promote, decisionId: '' }, install);
});
it('reverts what is in force, once', () => {
  expect(when(revert, install, promote)).toEqual([
    { type: 'UnitReverted', data: { unitId: 'u1', reason: 'worse in use', slots } },
  ]);
  expect(when(revert, install, apply)).toHaveLength(1);
  expect(when(revert, install, promote, revert)).toEqual([]);
  refused('failed_precondition', revert, install);
  refused('invalid_argument', { ...revert, reason: 'x'.repeat(2_001) }, install, promote);
});
it('knows only what was installed', () => [apply, promote, revert].forEach((command) => refused('not_found', command)));
