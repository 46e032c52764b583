import * as fc from 'fast-check';
import type { Parameter, SearchSpace } from '@ao/kernel';
import { checkSearchSpace } from './search-space.js';

const named = (index: number): { name: string; description: string } => ({ name: `p${index}`, description: '' });

const float = (index: number): fc.Arbitrary<Parameter> =>
  fc
    .tuple(fc.double({ min: 1e-3, max: 100, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }), fc.boolean())
    .map(([min, span, log]) => ({ ...named(index), kind: 'float', min, max: min + span, log }));

const int = (index: number): fc.Arbitrary<Parameter> =>
  fc
    .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 9 }))
    .map(([min, span]) => ({ ...named(index), kind: 'int', min, max: min + span }));

const choice = (index: number): fc.Arbitrary<Parameter> =>
  fc
    .integer({ min: 1, max: 4 })
    .map((count) => ({ ...named(index), kind: 'choice', values: ['a', 'b', 'c', 'd'].slice(0, count) }));

const toggle = (index: number): fc.Arbitrary<Parameter> => fc.constant<Parameter>({ ...named(index), kind: 'toggle' });

const parameter = (index: number): fc.Arbitrary<Parameter> =>
  fc.oneof(float(index), int(index), choice(index), toggle(index));

/** Any search space of up to ten parameters, very small ones and single points included. */
export const anySpace: fc.Arbitrary<SearchSpace> = fc
  .integer({ min: 0, max: 10 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => parameter(index))));

it('any space is a right one', () =>
  fc.assert(fc.property(anySpace, (space) => expect(checkSearchSpace(space)).toEqual([]))));
