import * as fc from 'fast-check';
import { emptyDictionary, lookUp, withEntry, type Dictionary } from './dictionary.js';

it('holds what a Map holds, and every earlier version stays as it was', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.integer()), { maxLength: 80 }), (entries) => {
      let dictionary: Dictionary<number> = emptyDictionary;
      const map = new Map<string, number>();
      for (const [key, value] of entries) {
        const before = dictionary;
        const earlier = lookUp(before, key);
        dictionary = withEntry(dictionary, key, value);
        expect(lookUp(before, key)).toBe(earlier);
        map.set(key, value);
      }
      expect(dictionary.size).toBe(map.size);
      for (const [key] of entries) expect(lookUp(dictionary, key)).toBe(map.get(key));
      expect(lookUp(dictionary, 'absent')).toBeUndefined();
    }),
  ));

it('spreads ids that differ in one place', () => {
  let dictionary: Dictionary<number> = emptyDictionary;
  for (let index = 0; index < 20_000; index++)
    dictionary = withEntry(dictionary, `0199a1b2-trial/slice-${index}`, index);
  const sizes = dictionary.rows.flatMap((row) => (row ?? []).map((bucket) => bucket?.size ?? 0));
  expect(Math.max(...sizes)).toBeLessThan(40);
  expect(lookUp(dictionary, '0199a1b2-trial/slice-19999')).toBe(19_999);
});
