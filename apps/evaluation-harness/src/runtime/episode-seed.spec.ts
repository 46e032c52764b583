import fc from 'fast-check';
import { episodeSeed } from './episode-seed.js';

it('is a whole number that every language of agents can hold', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.string(), fc.nat(31), (orderSeed, itemId, run) => {
      const seed = episodeSeed(orderSeed, itemId, run);
      expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
      expect(episodeSeed(orderSeed, itemId, run)).toBe(seed);
    }),
  );
});

it('is another one for another order, item or run', () => {
  const seeds = [0, 1, 11].flatMap((orderSeed) =>
    ['', '1', '1:1', 'q'].flatMap((itemId) => [0, 1, 2].map((run) => episodeSeed(orderSeed, itemId, run))),
  );
  expect(new Set(seeds).size).toBe(seeds.length);
});

it('never changes', () => {
  expect(episodeSeed(7, 'item-1', 0)).toBe(5_134_977_096_611_106);
});
