import * as fc from 'fast-check';
import type { SearchSpace } from '@ao/kernel';
import { rngOf } from '../random/rng.js';
import { newCandidates, configurationKey } from './candidates.js';
import { perturbConfiguration, sampleConfiguration } from './sampling.js';
import { checkConfiguration, spaceSize } from './search-space.js';
import { anySpace } from './any-space.spec.js';

it('samples points of the space, the same for the same seed', () =>
  fc.assert(
    fc.property(anySpace, fc.integer(), (space, seed) => {
      const configuration = sampleConfiguration(space, rngOf(seed));
      expect(checkConfiguration(space, configuration)).toEqual([]);
      expect(sampleConfiguration(space, rngOf(seed))).toEqual(configuration);
    }),
  ));

it('samples a logarithmic scale by its logarithm', () => {
  const space: SearchSpace = [{ name: 'weight', description: '', kind: 'float', min: 0.01, max: 100, log: true }];
  const rng = rngOf(1);
  const below = Array.from({ length: 4000 }, () => sampleConfiguration(space, rng).weight as number).filter(
    (weight) => weight < 1,
  ).length;
  expect(Math.abs(below - 2000)).toBeLessThan(150);
});

it('moves at most the parameters asked for and stays in the space', () =>
  fc.assert(
    fc.property(
      anySpace,
      fc.integer(),
      fc.integer({ min: 0, max: 10 }),
      fc.double({ min: 0.01, max: 2, noNaN: true }),
      (space, seed, parameters, scale) => {
        const from = sampleConfiguration(space, rngOf(seed, 'from'));
        const to = perturbConfiguration(space, from, { parameters, scale }, rngOf(seed, 'to'));
        expect(checkConfiguration(space, to)).toEqual([]);
        expect(Object.keys(from).filter((name) => from[name] !== to[name]).length).toBeLessThanOrEqual(parameters);
      },
    ),
  ));

it('leaves a bound: a toggle flips, a choice changes, a whole number on its bound moves inside', () => {
  const space: SearchSpace = [
    { name: 'n', description: '', kind: 'int', min: 1, max: 3 },
    { name: 't', description: '', kind: 'toggle' },
    { name: 'c', description: '', kind: 'choice', values: ['a', 'b'] },
  ];
  for (let seed = 0; seed < 50; seed++) {
    const { n, t, c } = perturbConfiguration(
      space,
      { n: 1, t: false, c: 'a' },
      { parameters: 3, scale: 0.01 },
      rngOf(seed),
    );
    expect([n, t, c]).toEqual([2, true, 'b']);
  }
});

it('gives as many new configurations as there are, never one that is taken, never one twice', () =>
  fc.assert(
    fc.property(anySpace, fc.integer({ min: 0, max: 30 }), fc.integer(), (space, count, seed) => {
      const taken = new Set([configurationKey(sampleConfiguration(space, rngOf(seed, 'incumbent')))]);
      // A draw that always says the same must not stop it.
      const keys = newCandidates(
        { space, taken, draw: () => sampleConfiguration(space, rngOf(0)) },
        count,
        rngOf(seed),
      ).map(configurationKey);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.some((key) => taken.has(key))).toBe(false);
      expect(keys.length).toBeLessThanOrEqual(count);
      if (spaceSize(space) <= 4096) expect(keys).toHaveLength(Math.min(count, spaceSize(space) - 1));
    }),
  ));
