import * as fc from 'fast-check';
import { gateMetrics } from './gate-policy.js';
import { itemOutcome, type RunOutcome } from './item-outcome.js';

const run = (more: Partial<RunOutcome> = {}): RunOutcome => ({
  solved: true,
  score: 1,
  confidence: null,
  latencyMs: 10,
  tokens: 5,
  costMicros: 2,
  refused: false,
  outputChars: 40,
  touchedScorer: false,
  ...more,
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyRun: fc.Arbitrary<RunOutcome> = fc.record({
  solved: fc.boolean(),
  score: share,
  confidence: fc.option(share),
  latencyMs: fc.nat(1000),
  tokens: fc.nat(1000),
  costMicros: fc.nat(1000),
  refused: fc.boolean(),
  outputChars: fc.nat(1000),
  touchedScorer: fc.boolean(),
});
const someRuns = fc.array(anyRun, { minLength: 1, maxLength: 8 });

describe('the value of an item', () => {
  const runs = [
    run({ solved: true, score: 0.9, confidence: 0.8 }),
    run({ solved: false, score: 0.3, confidence: 0.6 }),
  ];

  it.each([
    ['solve_rate', 0.5],
    ['score', 0.6],
    ['pass_k', 0],
    ['calibration', 1 - (0.04 + 0.36) / 2],
  ] as const)('is, for %s, %p', (metric, value) => expect(itemOutcome(metric, runs).value).toBeCloseTo(value, 12));

  it('is 1 under pass^k only when every run solves it', () =>
    expect(itemOutcome('pass_k', [run(), run(), run()]).value).toBe(1));

  it('counts silence as a confidence of one half: it gains nothing over saying so', () =>
    fc.assert(
      fc.property(someRuns, (some) => {
        const spoken = some.map((each) => ({ ...each, confidence: each.confidence ?? 0.5 }));
        expect(itemOutcome('calibration', some).value).toBe(itemOutcome('calibration', spoken).value);
      }),
    ));

  it('lies in [0, 1], whatever the order of the runs, and grows with each run that gets better', () =>
    fc.assert(
      fc.property(fc.constantFrom(...gateMetrics), someRuns, (metric, some) => {
        const { value } = itemOutcome(metric, some);
        expect(value >= 0 && value <= 1).toBe(true);
        expect(itemOutcome(metric, [...some].reverse()).value).toBeCloseTo(value, 12);
        const better = some.map((each, index) =>
          index === 0 ? { ...each, solved: true, score: 1, confidence: 1 } : each,
        );
        expect(itemOutcome(metric, better).value).toBeGreaterThanOrEqual(value - 1e-12);
      }),
    ));

  it('is the same for one run as for the run itself, repeated', () =>
    fc.assert(
      fc.property(fc.constantFrom(...gateMetrics), anyRun, fc.integer({ min: 1, max: 6 }), (metric, one, times) => {
        const repeated = itemOutcome(
          metric,
          Array.from({ length: times }, () => one),
        );
        const single = itemOutcome(metric, [one]);
        expect(repeated.value).toBeCloseTo(single.value, 12);
        expect(repeated.tokens).toBeCloseTo(single.tokens, 9);
      }),
    ));
});

describe('what else an item gives', () => {
  it('is the mean over its runs, of the loss over those that say a confidence', () => {
    const outcome = itemOutcome('solve_rate', [
      run({ confidence: 0.9, latencyMs: 30, refused: true }),
      run({ solved: false, tokens: 15, costMicros: 4, outputChars: 60 }),
    ]);
    expect(outcome).toEqual({
      value: 0.5,
      solved: 0.5,
      latencyMs: 20,
      tokens: 10,
      costMicros: 3,
      loss: expect.closeTo(0.01, 12),
      refused: 0.5,
      outputChars: 50,
      touchedScorer: false,
    });
    expect(itemOutcome('score', [run()]).loss).toBeNull();
  });

  it('remembers a single run that reached for its scorer', () =>
    expect(itemOutcome('pass_k', [run(), run({ touchedScorer: true })]).touchedScorer).toBe(true));
});

it.each([
  [{ score: NaN }, 'runs.1.score'],
  [{ score: Infinity }, 'runs.1.score'],
  [{ score: -0.1 }, 'runs.1.score'],
  [{ confidence: 1.1 }, 'runs.1.confidence'],
  [{ confidence: NaN }, 'runs.1.confidence'],
])('refuses %j, also where the mean would hide it', (change, path) =>
  expect(() => itemOutcome('solve_rate', [run(), run(change)])).toThrow(
    expect.objectContaining({ code: 'invalid_argument', violations: [expect.objectContaining({ path })] }),
  ),
);

it('refuses an item without runs', () => expect(() => itemOutcome('score', [])).toThrow('runs must not be empty'));
