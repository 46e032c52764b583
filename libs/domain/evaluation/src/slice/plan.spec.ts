import fc from 'fast-check';
import { cutSlices, itemsOf } from './plan.js';

const natural = fc.integer({ min: 0, max: 5_000 });

it('covers every item of the trial once, in order', () => {
  fc.assert(
    fc.property(natural, natural, fc.integer({ min: 1, max: 400 }), (offset, count, sliceSize) => {
      const slices = cutSlices({ trialId: 't', offset, count, sliceSize });
      const ordinals = slices.flatMap(({ ordinalFrom, count: items }) => Array.from({ length: items }, (_, index) => ordinalFrom + index));
      expect(ordinals).toEqual(Array.from({ length: count }, (_, index) => offset + index));
      expect(new Set(slices.map(({ sliceId }) => sliceId)).size).toBe(slices.length);
      expect(slices.every(({ count: items }) => items >= 1 && items <= sliceSize)).toBe(true);
    }),
  );
});

it('cuts nothing from nothing', () => {
  expect(cutSlices({ trialId: 't', offset: 10, count: 0, sliceSize: 50 })).toEqual([]);
});

it.each([
  [{ offset: 0, count: 10 }, 100, 10],
  [{ offset: 95, count: 10 }, 100, 5],
  [{ offset: 100, count: 10 }, 100, 0],
  [{ offset: 200, count: 10 }, 100, 0],
])('of %j out of %i items there are %i', (asked, available, expected) => {
  expect(itemsOf(asked, available)).toBe(expected);
});
