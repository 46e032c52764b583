import { gaussian, rngOf, uniform, type Rng } from '../../random/rng.js';
import { gateDefaults, type GatePolicy } from '../gate/gate-policy.js';
import { gateInitial, gateStep, type GateState } from '../gate/gate.js';
import { outcomeOf } from '../testing/outcomes.js';

const policy: GatePolicy = {
  ...gateDefaults,
  tokensMargin: null,
  refusalMargin: null,
  lengthMargin: null,
  futility: 0,
  maxPairs: 200,
};

/** A machine that is slow for stretches of items, as one with neighbours is: by how much each item's run is slowed. */
const slowdowns = (rng: Rng, items: number, worst: number): readonly number[] => {
  let slow = 1;
  return Array.from({ length: items }, () => {
    if (uniform(rng) < 0.04) slow = uniform(rng) < 0.5 ? 1 : 1 + (worst - 1) * uniform(rng);
    return slow;
  });
};

/** One run of the same code: 20 ms, with noise that is skewed and now and then a pause of garbage collection. */
const runMs = (rng: Rng, slow: number): number =>
  20 * slow * Math.exp(0.15 * gaussian(rng)) + (uniform(rng) < 0.03 ? 60 : 0);

const breached = (seed: number, latencies: (rng: Rng, item: number) => readonly [number, number]): boolean => {
  const rng = rngOf(seed, 'latency');
  let state: GateState = gateInitial(policy);
  for (let item = 0; item < policy.maxPairs && state.status === 'undecided'; item++) {
    const solved = Number(uniform(rng) < 0.6);
    const [candidateMs, incumbentMs] = latencies(rng, item);
    state = gateStep(state, {
      candidate: { ...outcomeOf(solved), latencyMs: candidateMs },
      incumbent: { ...outcomeOf(Number(uniform(rng) < 0.6)), latencyMs: incumbentMs },
    });
  }
  return state.end === 'latency_breached';
};

const rate = (runs: number, breach: (seed: number) => boolean): number =>
  Array.from({ length: runs }, (_, seed) => breach(seed)).filter(Boolean).length / runs;

it.each([2, 6, 20])(
  'the same code is not rejected as slower where the machine is up to %i times slower for a while',
  (worst) => {
    const side = (seed: number): boolean => {
      const slow = slowdowns(rngOf(seed, 'machine'), policy.maxPairs, worst);
      return breached(seed, (rng, item) => [runMs(rng, slow[item] as number), runMs(rng, slow[item] as number)]);
    };
    expect(rate(200, side)).toBeLessThanOrEqual(policy.guardrailAlpha);
  },
);

it('the same code was rejected as slower where the arms ran one after the other, which is why they do not', () => {
  const apart = (seed: number): boolean => {
    const slow = slowdowns(rngOf(seed, 'machine'), 2 * policy.maxPairs, 20);
    return breached(seed, (rng, item) => [
      runMs(rng, slow[policy.maxPairs + item] as number),
      runMs(rng, slow[item] as number),
    ]);
  };
  expect(rate(200, apart)).toBeGreaterThan(policy.guardrailAlpha);
});

it('a candidate that is three times as slow is rejected, busy machine or not', () => {
  const slower = (seed: number): boolean => {
    const slow = slowdowns(rngOf(seed, 'machine'), policy.maxPairs, 6);
    return breached(seed, (rng, item) => [3 * runMs(rng, slow[item] as number), runMs(rng, slow[item] as number)]);
  };
  expect(rate(50, slower)).toBeGreaterThan(0.9);
});
