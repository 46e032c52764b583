import type { Manifest } from '../manifest/manifest.js';
import { checkPromotionLease, type LeaseView } from './promotion-lease.js';

const patch = { operations: [], baseHash: '', resultHash: '', result: {} };
const manifest: Manifest = {
  unitId: 'u1',
  version: '1.0.0',
  title: '',
  kind: 'config',
  patches: [{ ...patch, slot: 'recall/qa' }],
  provenance: { jobId: '', trialId: '', decisionId: '', leaseId: '', corrId: '' },
};
const lease: LeaseView = {
  leaseId: 'l',
  status: 'granted',
  capability: 'slot.promote',
  resource: 'slot:recall/qa',
  fencingToken: 7,
  expiresAtMs: 1_000,
};
const check =
  (wrong: Partial<LeaseView> = {}, token = 7, unit = manifest): (() => void) =>
  () =>
    checkPromotionLease({ ...lease, ...wrong }, token, unit, 999);
const both = { ...manifest, patches: [...manifest.patches, { ...patch, slot: 'recall/other' }] };

it('accepts a lease on the slot or on the unit', () => {
  expect(check()).not.toThrow();
  expect(check({ resource: 'unit:u1' })).not.toThrow();
});
it('needs a lease on the unit where it patches many slots', () => {
  expect(check({}, 7, both)).toThrow(expect.objectContaining({ code: 'permission_denied' }));
  expect(check({ resource: 'unit:u1' }, 7, both)).not.toThrow();
});
it.each<[string, Partial<LeaseView>]>([
  ['permission_denied', { status: 'denied' }],
  ['permission_denied', { capability: 'training.run' }],
  ['permission_denied', { resource: 'slot:recall/other' }],
  ['permission_denied', { resource: 'unit:u2' }],
  ['failed_precondition', { status: 'expired' }],
  ['failed_precondition', { status: 'released' }],
  ['failed_precondition', { fencingToken: 8 }],
  ['failed_precondition', { expiresAtMs: 999 }],
])('refuses with %s: %j', (code, wrong) => expect(check(wrong)).toThrow(expect.objectContaining({ code })));
