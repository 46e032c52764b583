import * as fc from 'fast-check';
import { gaussian, rngOf, shuffled, uniform } from './rng.js';

const first = (...[seed, ...labels]: Parameters<typeof rngOf>): number[] => {
  const rng = rngOf(seed, ...labels);
  return Array.from({ length: 4 }, () => uniform(rng));
};

describe('rngOf', () => {
  it('gives the same numbers for the same seed and labels', () =>
    fc.assert(
      fc.property(fc.integer(), fc.string(), (seed, label) => expect(first(seed, label)).toEqual(first(seed, label))),
    ));

  it('is fixed for good: recorded jobs replay with these numbers', () =>
    expect(first(7, 'search', 0).map((value) => value.toFixed(6))).toEqual([
      '0.690399',
      '0.748514',
      '0.560165',
      '0.234333',
    ]));

  it.each([
    [[1], [2]],
    [
      [1, 'a'],
      [1, 'b'],
    ],
    [
      [1, 'a', 'b'],
      [1, 'ab'],
    ],
    [
      [1, 'a', 'b'],
      [1, 'b', 'a'],
    ],
    [
      [1, 11],
      [11, 1],
    ],
  ] as const)('tells %j from %j', (a, b) =>
    expect(first(...(a as readonly [number]))).not.toEqual(first(...(b as readonly [number]))),
  );

  it('starts each of 20,000 streams somewhere else, uniformly', () => {
    const values = Array.from({ length: 20_000 }, (_, stream) => uniform(rngOf(stream, 'x')));
    expect(new Set(values).size).toBe(values.length);
    const inTenth = Array.from(
      { length: 10 },
      (_, tenth) => values.filter((value) => Math.floor(value * 10) === tenth).length,
    );
    const chi2 = inTenth.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chi2).toBeLessThan(27.9); // 99.9 % of a chi-squared with 9 degrees of freedom
  });
});

it('draws normal numbers', () => {
  const rng = rngOf(3);
  const values = Array.from({ length: 20_000 }, () => gaussian(rng));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length).toBeCloseTo(1, 1);
});

describe('shuffled', () => {
  it('keeps every value', () =>
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) =>
        expect(shuffled(rngOf(seed), values).sort()).toEqual([...values].sort()),
      ),
    ));

  it('makes every order of three about as often', () => {
    const rng = rngOf(5);
    const orders = new Map<string, number>();
    for (let turn = 0; turn < 6000; turn++) {
      const order = shuffled(rng, ['a', 'b', 'c']).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
