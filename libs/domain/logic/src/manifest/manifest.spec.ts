import { bareManifest, manifestViolations, type Manifest, type SlotPatch } from './manifest.js';
import type { Operation } from './operation.js';

const base = 'a'.repeat(64);
const hash = 'b'.repeat(64);
const patch: SlotPatch = {
  slot: 'recall/interview-questions',
  operations: [
    { op: 'test', path: '/k1', value: 1.2 },
    { op: 'replace', path: '/k1', value: 1.5 },
    { op: 'remove', path: '/fuzzy' },
  ],
  baseHash: base,
  resultHash: hash,
  result: { k1: 1.5, stem: true },
};
const manifest: Manifest = {
  unitId: 'recall-k1',
  version: '1.0.0',
  title: 'Longer memory',
  kind: 'config',
  patches: [patch],
  provenance: { jobId: 'j', trialId: 't', decisionId: 'd', leaseId: 'l', corrId: 'c' },
};
const paths = (wrong: Manifest, hashes = [hash]): string[] => manifestViolations(wrong, hashes).map(({ path }) => path);
const withPatch = (wrong: object): Manifest => ({ ...manifest, patches: [{ ...patch, ...wrong }] });

it('accepts a typed patch', () => expect(manifestViolations(manifest, [hash])).toEqual([]));
it.each(['1.0.0-rc.1+build.5', '0.0.1', '10.20.30'])('accepts the version %s', (version) =>
  expect(paths({ ...manifest, version })).toEqual([]),
);
it.each(['1', '1.0', 'v1.0.0', '01.0.0', ''])('refuses the version %j', (version) =>
  expect(paths({ ...manifest, version })).toEqual(['manifest.version']),
);
it('refuses ids, titles and patches that are none', () => {
  expect(paths({ ...manifest, unitId: '../x y' })).toEqual(['manifest.unit_id']);
  expect(paths({ ...manifest, title: 'two\nlines' })).toEqual(['manifest.title']);
  expect(paths({ ...manifest, patches: [] })).toEqual(['manifest.patches']);
  expect(paths({ ...manifest, patches: [patch, patch] }, [hash, hash])).toEqual(['manifest.patches']);
});
it.each([
  ['slot', { slot: 'recall' }],
  ['operations', { operations: [] }],
  ['operations.0', { operations: [{ op: 'move', path: '/k1', from: '/b' }] }],
  ['operations.0', { operations: [{ op: 'replace', path: '/a/b', value: 1 }] }],
  ['operations.0', { operations: [{ op: 'replace', path: '', value: {} }] }],
  ['operations.0', { operations: [{ op: 'add', path: '/__proto__', value: 1 }] }],
  ['operations.0', { operations: [{ op: 'add', path: '/k1', value: [1] }] }],
  ['operations.0', { operations: [{ op: 'add', path: '/k1' }] }],
  ['operations.0', { operations: ['add'] }],
  ['base_hash', { baseHash: 'XYZ' }],
  ['result_hash', { resultHash: base }],
  ['result.k1', { result: { k1: null } }],
  ['result', { result: { 'a b': 1 } }],
])('refuses a patch with a wrong %s', (path, wrong) =>
  expect(paths(withPatch(wrong))).toEqual([`manifest.patches.0.${path}`]),
);
it('refuses a result that its hash does not name', () =>
  expect(paths(manifest, [base])).toEqual(['manifest.patches.0.result_hash']));
it.each<[string, readonly Operation[]]>([
  ['another value', [{ op: 'replace', path: '/k1', value: 2 }]],
  ['a parameter that is missing', [{ op: 'add', path: '/b', value: 0.5 }]],
  ['a parameter that was removed', [{ op: 'remove', path: '/stem' }]],
])('refuses a result with %s', (_name, operations) =>
  expect(paths(withPatch({ operations }))).toEqual(['manifest.patches.0.result']),
);
it('goes by the last operation on a parameter', () =>
  expect(
    paths(
      withPatch({
        operations: [
          { op: 'remove', path: '/k1' },
          { op: 'add', path: '/k1', value: 1.5 },
        ],
      }),
    ),
  ).toEqual([]));
it('drops members that mean nothing', () =>
  expect(
    bareManifest(withPatch({ operations: [{ op: 'replace', path: '/k1', value: 1.5, note: 'x'.repeat(100) }] }))
      .patches[0]?.operations,
  ).toEqual([{ op: 'replace', path: '/k1', value: 1.5 }]));
