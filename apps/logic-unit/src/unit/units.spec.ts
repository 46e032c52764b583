import fc from 'fast-check';
import { unitDecider } from '@ao/domain-logic';
import { commandHandler, memoryEventStore } from '@ao/event-store';
import { isDomainError } from '@ao/kernel';
import type { CallContext } from '@ao/rpc';
import { manifestOf } from './unit.wire.js';
import { units } from './units.js';

const context = { corrId: 'c', causationId: 'c', subject: 'user:admin' } as CallContext;
const handle = commandHandler(memoryEventStore(), 'unit', unitDecider);
const edge = units(handle, {} as never, undefined as never);

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', '\u0000', '__proto__', '/k1', 'recall/web', '1.0.0', 'a'.repeat(2_000)),
);
const number = fc.oneof(fc.double(), fc.constantFrom(Infinity, -Infinity, NaN, 2 ** 60, -0));
const value = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.array(text), fc.dictionary(text, number));
const patch = fc.record({
  slot: text,
  operations: fc.array(fc.dictionary(fc.constantFrom('op', 'path', 'value', 'from', '__proto__'), value), {
    maxLength: 3,
  }),
  baseHash: text,
  resultHash: text,
  result: fc.option(fc.dictionary(text, value), { nil: undefined }),
  calibration: fc.constant(undefined),
});
const manifests = fc.option(
  fc.record({
    unitId: text,
    version: text,
    title: text,
    kind: fc.constantFrom('config', 'config', 'code'),
    patches: fc.array(patch, { maxLength: 3 }),
    provenance: fc.constant(undefined),
  }),
  { nil: undefined },
);

it('never answers a manifest with an error of its own: it says what is wrong with it', () =>
  fc.assert(
    fc.asyncProperty(manifests, async (manifest) => {
      try {
        await edge.install(manifestOf(manifest), context);
      } catch (error) {
        expect(['invalid_argument', 'permission_denied']).toContain(isDomainError(error) ? error.code : error);
      }
    }),
    { numRuns: 500 },
  ));
