import fc from 'fast-check';
import { covers, include, sizeOf, type Intervals } from './intervals.js';

it('holds what a set holds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 })), (values) => {
      const intervals = values.reduce<Intervals>(include, []);
      const set = new Set(values);
      expect(sizeOf(intervals)).toBe(set.size);
      for (let value = -1; value <= 61; value++) expect(covers(intervals, value)).toBe(set.has(value));
    }),
  );
});

it('stays sorted, disjoint and as short as it can be', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 })), (values) => {
      const intervals = values.reduce<Intervals>(include, []);
      intervals.forEach(([first, last], index) => {
        expect(first).toBeLessThanOrEqual(last);
        if (index > 0) expect(first).toBeGreaterThan((intervals[index - 1]?.[1] ?? 0) + 1);
      });
    }),
  );
});
