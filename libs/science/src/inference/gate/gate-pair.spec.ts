import { gateInitial, gateStep } from './gate.js';
import { gateDefaults } from './gate-policy.js';
import { outcomeOf, pairOf } from '../testing/outcomes.js';

const step =
  (metric: 'solve_rate' | 'score', change: object, arm: 'candidate' | 'incumbent' = 'candidate') =>
  () =>
    gateStep(gateInitial({ ...gateDefaults, metric }), { ...pairOf(1, 0), [arm]: { ...outcomeOf(1), ...change } });

it.each([
  ['value', NaN],
  ['value', Infinity],
  ['value', -0.1],
  ['value', 1.1],
  ['solved', NaN],
  ['solved', 2],
  ['refused', -1],
  ['refused', NaN],
  ['loss', NaN],
  ['loss', 1.5],
  ['loss', -Infinity],
  ['latencyMs', NaN],
  ['latencyMs', -1],
  ['latencyMs', Infinity],
  ['tokens', -1],
  ['tokens', NaN],
  ['costMicros', NaN],
  ['costMicros', -1],
  ['outputChars', Infinity],
  ['outputChars', -1],
])('the gate refuses a %s of %p on either side and names it', (field, value) => {
  for (const arm of ['candidate', 'incumbent'] as const)
    expect(step('score', { [field]: value }, arm)).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        violations: [expect.objectContaining({ path: `${arm}.${field}` })],
      }),
    );
});

it('a binary metric takes 0 and 1 only; a bounded one what lies between', () => {
  expect(step('solve_rate', { value: 0.5 })).toThrow('candidate.value must be 0 or 1, not 0.5');
  expect(step('score', { value: 0.5 })().pairs).toBe(1);
});
