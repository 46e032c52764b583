import fc from 'fast-check';
import { sideOf } from './traffic.js';

const point = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const share = fc.double({ min: 0, max: 0.5, noNaN: true });
const refused = (code: string): Error =>
  expect.objectContaining({ code, violations: [expect.objectContaining({ path: 'label' })] });

it('gives the candidate what lies under its share, and nobody back when it grows', () => {
  fc.assert(
    fc.property(point, share, share, (at, one, other) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      expect(sideOf({ label: '', share: small, point: at })).toBe(at < small ? 'candidate' : 'production');
      if (sideOf({ label: '', share: small, point: at }) === 'candidate')
        expect(sideOf({ label: '', share: large, point: at })).toBe('candidate');
    }),
  );
});

it('serves production where there is no candidate, and to everybody beside a share of 0', () => {
  expect(sideOf({ label: '', share: null, point: 0 })).toBe('production');
  expect(sideOf({ label: '', share: 0, point: 0 })).toBe('production');
});

it('serves the label that was asked for, whatever the share', () => {
  expect(sideOf({ label: 'candidate', share: 0, point: 0.9 })).toBe('candidate');
  expect(sideOf({ label: 'production', share: 0.5, point: 0 })).toBe('production');
  expect(sideOf({ label: 'production', share: null, point: 0 })).toBe('production');
});

it('refuses a candidate that there is not, and labels that are none', () => {
  expect(() => sideOf({ label: 'candidate', share: null, point: 0 })).toThrow(refused('failed_precondition'));
  for (const label of ['previous', 'Production', ' '])
    expect(() => sideOf({ label, share: 0.1, point: 0 })).toThrow(refused('invalid_argument'));
});
