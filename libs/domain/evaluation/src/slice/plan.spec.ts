import fc from 'fast-check';
import { cutSlices, itemsOf, placeOf } from './plan.js';

const natural = fc.integer({ min: 0, max: 5_000 });

const runs = fc.integer({ min: 1, max: 32 });

it('covers every run on every item of the trial once, in order', () => {
  fc.assert(
    fc.property(
      natural,
      fc.integer({ min: 0, max: 500 }),
      runs,
      fc.integer({ min: 1, max: 400 }),
      (offset, count, runsPerItem, sliceSize) => {
        const slices = cutSlices({ trialId: 't', offset, count, runsPerItem, sliceSize });
        const ordinals = slices.flatMap(({ ordinalFrom, count: episodes }) =>
          Array.from({ length: episodes }, (_, index) => ordinalFrom + index),
        );
        const expected = Array.from({ length: count }, (_, item) =>
          Array.from({ length: runsPerItem }, (__, run) => ({ item: offset + item, run })),
        );
        expect(ordinals.map((ordinal) => placeOf(ordinal, runsPerItem))).toEqual(expected.flat());
        expect(new Set(slices.map(({ sliceId }) => sliceId)).size).toBe(slices.length);
        expect(slices.every(({ count: episodes }) => episodes >= 1 && episodes <= sliceSize)).toBe(true);
      },
    ),
  );
});

it('gives trials that follow one another ordinals that follow one another', () => {
  fc.assert(
    fc.property(natural, fc.integer({ min: 1, max: 300 }), runs, (offset, count, runsPerItem) => {
      const last = cutSlices({ trialId: 'a', offset, count, runsPerItem, sliceSize: 50 }).at(-1);
      const next = cutSlices({ trialId: 'b', offset: offset + count, count, runsPerItem, sliceSize: 50 })[0];
      expect(next?.ordinalFrom).toBe((last?.ordinalFrom ?? 0) + (last?.count ?? 0));
    }),
  );
});

it('cuts nothing from nothing', () => {
  expect(cutSlices({ trialId: 't', offset: 10, count: 0, runsPerItem: 3, sliceSize: 50 })).toEqual([]);
});

it.each([
  [{ offset: 0, count: 10 }, 100, 10],
  [{ offset: 95, count: 10 }, 100, 5],
  [{ offset: 100, count: 10 }, 100, 0],
  [{ offset: 200, count: 10 }, 100, 0],
])('of %j out of %i items there are %i', (asked, available, expected) => {
  expect(itemsOf(asked, available)).toBe(expected);
});
