import fc from 'fast-check';
import { checkedAsking, parsedSlot, pointOf } from './asking.js';

const request = { slot: 'recall/qa', input: null, key: '', label: '' };
const paths = (more: object): readonly string[] => {
  try {
    checkedAsking({ ...request, ...more });
    return [];
  } catch (error) {
    return (error as { violations: { path: string }[] }).violations.map(({ path }) => path);
  }
};

it('reads a slot by its halves', () => {
  expect(parsedSlot('recall/web-features')).toEqual({
    slot: 'recall/web-features',
    agentId: 'recall',
    taskSet: 'web-features',
  });
  for (const wrong of ['', 'recall', 'recall/', '/qa', 'a/b/c', 'Recall/qa', `${'a'.repeat(64)}/qa`, 'recall/qa '])
    expect(parsedSlot(wrong)).toBeUndefined();
});

it('refuses a key that is too long and a slot that is none, both at once', () => {
  expect(paths({ key: 'k'.repeat(200) })).toEqual([]);
  expect(paths({ key: 'k'.repeat(201) })).toEqual(['key']);
  expect(paths({ key: 'k'.repeat(201), slot: 'recall' })).toEqual(['slot', 'key']);
});

describe('the place of a key', () => {
  const places = Array.from({ length: 20_000 }, (_, index) => pointOf('recall/qa', 'u1', `user-${index}`));

  it('is where it was, from 0 up to 1', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (slot, unitId, key) => {
        const point = pointOf(slot, unitId, key);
        expect(point).toBe(pointOf(slot, unitId, key));
        expect(point).toBeGreaterThanOrEqual(0);
        expect(point).toBeLessThan(1);
      }),
    );
    // Another value here would move every user of a running canary to the other side.
    expect(pointOf('recall/qa', 'u1', 'ada')).toBeCloseTo(0.6901405351965977, 12);
  });

  it('is uniform over keys that differ by a digit', () => {
    const bins = Array.from({ length: 20 }, () => 0);
    for (const place of places) bins[Math.floor(place * 20)]! += 1;
    // 19 degrees of freedom: above 50.8 in one of 10,000 samples; this one is fixed.
    expect(bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(50.8);
  });

  it.each([0.01, 0.05, 0.2, 0.5])('lies under a share of %s as often as that', (share) => {
    const taken = places.filter((place) => place < share).length / places.length;
    expect(Math.abs(taken - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / places.length));
  });

  it('is drawn anew for another candidate and another slot', () => {
    const share = 0.3;
    const both = (unitId: string, slot: string): number =>
      places.filter((place, index) => place < share && pointOf(slot, unitId, `user-${index}`) < share).length /
      places.length;
    for (const [unitId, slot] of [
      ['u2', 'recall/qa'],
      ['u1', 'recall/qb'],
    ] as const)
      expect(Math.abs(both(unitId, slot) - share * share)).toBeLessThan(0.01);
  });

  it('does not run the parts together', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (moved, rest) =>
        expect(pointOf('a/b', `u${moved}`, rest)).not.toBe(pointOf('a/b', 'u', `${moved}${rest}`)),
      ),
    );
  });
});
