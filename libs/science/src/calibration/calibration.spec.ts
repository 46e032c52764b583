import * as fc from 'fast-check';
import { gaussian, rngOf, uniform } from '../random/rng.js';
import { quantileSketch } from './quantile-sketch.js';
import { equalMassBins, expectedCalibrationError, reliabilityAccumulator } from './reliability.js';
import { reportAccumulator, type MeasuredEpisode } from './report-accumulator.js';

const latencies = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('quantileSketch', () => {
  it('is within 1 % of the value of that rank', () =>
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const sketch = quantileSketch();
        values.forEach(sketch.add);
        const exact = [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] as number;
        expect(Math.abs(sketch.quantile(share) - exact)).toBeLessThanOrEqual(Math.max(0.001, 0.0100001 * exact));
      }),
    ));

  it('merges parts into the whole, also through storage', () =>
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const [whole, part, other] = [quantileSketch(), quantileSketch(), quantileSketch()];
        [...a, ...b].forEach(whole.add);
        a.forEach(part.add);
        b.forEach(other.add);
        const merged = quantileSketch(JSON.parse(JSON.stringify(part.data())));
        merged.merge(other.data());
        expect(merged.data()).toEqual(whole.data());
      }),
    ));

  it('stays bounded over every magnitude, and answers 0 to nothing', () => {
    const sketch = quantileSketch();
    const rng = rngOf(1);
    for (let count = 0; count < 200_000; count++) sketch.add(10 ** (40 * uniform(rng) - 20));
    expect(sketch.data().buckets.length).toBeLessThanOrEqual(1728);
    expect(quantileSketch().quantile(0.5)).toBe(0);
  });
});

const answers = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
  minLength: 1,
  maxLength: 100,
});
const filled = (pairs: readonly (readonly [number, boolean])[]) => {
  const accumulator = reliabilityAccumulator();
  for (const [confidence, solved] of pairs) accumulator.add(confidence, solved);
  return accumulator;
};

describe('reliability', () => {
  it('has the Brier score of scikit-learn', () => {
    const pairs = [
      [0.9, true],
      [0.4, false],
      [0.65, true],
      [0.8, true],
      [0.3, false],
      [0.55, true],
    ] as const;
    expect(filled(pairs).measures().brier).toBeCloseTo(0.10416666666666667, 12);
    expect(filled(pairs).measures().meanConfidence).toBeCloseTo(0.6, 12);
  });

  it('has an ECE of 0 where confidence is right, and of the distance where it is off throughout', () => {
    const right = Array.from({ length: 100 }, (_, index) => [0.7, index % 10 < 7] as const);
    expect(filled(right).measures().ece).toBeCloseTo(0, 12);
    expect(filled(right.map(([, solved]) => [0.95, solved] as const)).measures().ece).toBeCloseTo(0.25, 12);
  });

  it('equals a computation over the sorted list where bins hold one answer each', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 1023 }), { minLength: 1, maxLength: 40 }),
        fc.integer(),
        (places, seed) => {
          const rng = rngOf(seed);
          const pairs = places.map((place) => [(place + 0.5) / 1024, uniform(rng) < 0.5] as const);
          const brute =
            pairs.reduce((sum, [confidence, solved]) => sum + Math.abs(confidence - Number(solved)), 0) / pairs.length;
          expect(filled(pairs).measures(pairs.length).ece).toBeCloseTo(brute, 10);
        },
      ),
    ));

  it('makes bins of equal mass from many answers', () => {
    const rng = rngOf(2);
    const data = filled(Array.from({ length: 30_000 }, () => [uniform(rng), uniform(rng) < 0.5] as const)).data();
    const bins = equalMassBins(data);
    expect(bins).toHaveLength(15);
    for (const { count } of bins) expect(Math.abs(count - 2000)).toBeLessThan(60);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(30_000);
  });

  it('stays between 0 and 1, ignores the order, and merges', () =>
    fc.assert(
      fc.property(answers, answers, (a, b) => {
        const whole = filled([...a, ...b]).measures();
        const merged = filled(a);
        merged.merge(JSON.parse(JSON.stringify(filled(b).data())));
        const reversed = filled([...b, ...a].reverse()).measures();
        for (const measure of ['brier', 'ece', 'meanConfidence'] as const) {
          expect(merged.measures()[measure]).toBeCloseTo(whole[measure] as number, 10);
          expect(reversed[measure]).toBeCloseTo(whole[measure] as number, 10);
          expect(whole[measure] as number).toBeGreaterThanOrEqual(0);
          expect(whole[measure] as number).toBeLessThanOrEqual(1);
        }
      }),
    ));

  it('has no measure without a confidence', () => {
    expect(filled([]).measures()).toEqual({ meanConfidence: null, brier: null, ece: null });
    expect(expectedCalibrationError([])).toBeNull();
  });
});

const episode: MeasuredEpisode = { solved: true, score: 1, latencyMs: 10, tokensIn: 5, tokensOut: 2, costMicros: 3 };

describe('reportAccumulator', () => {
  it('reports what it was given', () => {
    const accumulator = reportAccumulator();
    accumulator.add({ ...episode, confidence: 0.8, memoryUtility: 0.5 });
    accumulator.add({
      ...episode,
      solved: false,
      score: 0.25,
      confidence: 0.4,
      latencyMs: 100,
      error: 'deadline_exceeded',
      limitReached: true,
    });
    const report = accumulator.report();
    expect(report).toEqual({
      episodes: 2,
      solved: 1,
      solveRate: 0.5,
      solveRateLow: expect.closeTo(0.0945, 4),
      solveRateHigh: expect.closeTo(0.9055, 4),
      meanScore: 0.625,
      latencyP50Ms: expect.closeTo(10, 0),
      latencyP95Ms: expect.closeTo(10, 0),
      tokensIn: 10,
      tokensOut: 4,
      costMicros: 6,
      memoryUtility: 0.5,
      meanConfidence: expect.closeTo(0.6, 12),
      brier: expect.closeTo(0.1, 12),
      ece: 0,
      errors: 1,
      limitReached: 1,
      calibration: expect.objectContaining({
        labels: 2,
        ece: { value: 0, low: 0, high: expect.any(Number), confidence: 0.95 },
      }),
      runsPerItem: 1,
      passK: null,
      refused: 0,
      overLimit: 0,
    });
  });

  it('has nulls where nothing has such a value, and zeros for nothing', () => {
    expect(reportAccumulator().report()).toMatchObject({
      episodes: 0,
      solveRate: 0,
      solveRateLow: 0,
      solveRateHigh: 1,
      meanScore: 0,
      memoryUtility: null,
      meanConfidence: null,
      brier: null,
      ece: null,
      calibration: null,
      runsPerItem: 0,
      passK: null,
    });
  });

  it('merges the slices of a trial', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            solved: fc.boolean(),
            score: fc.integer({ min: 0, max: 4 }),
            latencyMs: fc.nat(1000),
            tokensIn: fc.nat(100),
            tokensOut: fc.nat(100),
            costMicros: fc.nat(100),
          }),
          { maxLength: 60 },
        ),
        fc.nat(60),
        (episodes, cut) => {
          const whole = reportAccumulator();
          episodes.forEach(whole.add);
          const part = reportAccumulator();
          episodes.slice(0, cut).forEach(part.add);
          const other = reportAccumulator();
          episodes.slice(cut).forEach(other.add);
          part.merge(JSON.parse(JSON.stringify(other.data())));
          expect(part.report()).toEqual(whole.report());
        },
      ),
    ));

  it.each([
    [{ confidence: 1.2 }, 'confidence'],
    [{ confidence: NaN }, 'confidence'],
    [{ latencyMs: -1 }, 'latencyMs'],
    [{ score: Infinity }, 'score'],
    [{ costMicros: NaN }, 'costMicros'],
    [{ memoryUtility: NaN }, 'memoryUtility'],
  ])('refuses %j and counts nothing of it', (change, path) => {
    const accumulator = reportAccumulator();
    expect(() => accumulator.add({ ...episode, ...change })).toThrow(
      expect.objectContaining({ code: 'invalid_argument', violations: [expect.objectContaining({ path })] }),
    );
    expect(accumulator.report().episodes).toBe(0);
  });

  it('holds 200,000 episodes in as much as it takes for 20,000', () => {
    const rng = rngOf(4);
    const accumulator = reportAccumulator();
    const add = (count: number): number => {
      for (let index = 0; index < count; index++)
        accumulator.add({
          ...episode,
          solved: uniform(rng) < 0.6,
          confidence: uniform(rng),
          latencyMs: Math.exp(3 + gaussian(rng)),
        });
      const { latency, reliability } = accumulator.data();
      return latency.buckets.length + reliability.slices.length;
    };
    const early = add(20_000);
    expect(add(180_000)).toBeLessThan(early * 1.2);
    expect(accumulator.report()).toMatchObject({ episodes: 200_000, latencyP50Ms: expect.closeTo(Math.exp(3), 0) });
  });
});
