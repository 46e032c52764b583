import * as fc from 'fast-check';
import { applyOperations, disagreement, type Operation } from './operation.js';

const base = { k1: 1.2, stem: true };

it('adds, replaces, removes and tests in order', () =>
  expect(
    applyOperations(base, [
      { op: 'test', path: '/k1', value: 1.2 },
      { op: 'add', path: '/b', value: 0.7 },
      { op: 'replace', path: '/b', value: 0.8 },
      { op: 'remove', path: '/stem' },
    ]),
  ).toEqual({ ok: true, configuration: { k1: 1.2, b: 0.8 } }));
it.each<[Operation, RegExp]>([
  [{ op: 'test', path: '/k1', value: 2 }, /it is 1.2/],
  [{ op: 'replace', path: '/b', value: 2 }, /no such parameter/],
  [{ op: 'remove', path: '/b' }, /no such parameter/],
  [{ op: 'remove', path: '/toString' }, /no such parameter/],
])('refuses %j and what follows it', (operation, why) =>
  expect(applyOperations(base, [operation, { op: 'add', path: '/b', value: 1 }])).toMatchObject({
    ok: false,
    why: expect.stringMatching(why),
  }),
);

const name = fc.constantFrom('a', 'b', 'c');
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    op: fc.constantFrom('add' as const, 'replace' as const),
    path: name.map((each) => `/${each}`),
    value: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({ op: fc.constant('remove' as const), path: name.map((each) => `/${each}`) }),
);

it('never disagrees with what it gives', () =>
  fc.assert(
    fc.property(
      fc.dictionary(name, fc.integer({ min: 0, max: 3 }), { noNullPrototype: true }),
      fc.array(operation, { maxLength: 8 }),
      (configuration, operations) => {
        const patched = applyOperations(configuration, operations);
        if (patched.ok) expect(disagreement(operations, patched.configuration)).toBeUndefined();
      },
    ),
  ));
