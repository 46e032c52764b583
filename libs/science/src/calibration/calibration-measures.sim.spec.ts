import * as fc from 'fast-check';
import { gaussian, rngOf, uniform, type Rng } from '../random/rng.js';
import { calibrationMeasures, type CalibrationMeasures } from './calibration-measures.js';
import { logistic } from './label.js';
import { absoluteDistance, distanceEstimate, squaredDistance } from './noisy-distance.js';
import { reliabilityAccumulator } from './reliability.js';
import { reportAccumulator } from './report-accumulator.js';

type Pair = readonly [confidence: number, solved: boolean];

const measured = (pairs: readonly Pair[], designEffect?: number): CalibrationMeasures => {
  const accumulator = reliabilityAccumulator();
  for (const [confidence, solved] of pairs) accumulator.add(confidence, solved);
  return calibrationMeasures(accumulator.data(), designEffect) as CalibrationMeasures;
};

/** Labels of a world where confidence is `said` and the truth `odds` at these log odds. */
const drawn = (
  rng: Rng,
  labels: number,
  { said, odds = logistic }: { said: (logOdds: number) => number; odds?: (logOdds: number) => number },
): Pair[] =>
  Array.from({ length: labels }, () => {
    const logOdds = 0.6 + 2 * gaussian(rng);
    return [said(logOdds), uniform(rng) < odds(logOdds)];
  });

/** Golden values: foldnorm of scipy 1.17.1. */
it.each([
  [0, 0.1, 0.07978845608028655, 0.0036338022763241864],
  [0.05, 0.1, 0.0895593114802612, 0.0044791297271815555],
  [0.3, 0.1, 0.30007643086340957, 0.009954135640277376],
])('a distance %d seen through noise %d has the moments of scipy', (difference, deviation, mean, variance) => {
  expect(absoluteDistance.noisy(difference, deviation)[0]).toBeCloseTo(mean, 12);
  expect(absoluteDistance.noisy(difference, deviation)[1]).toBeCloseTo(variance, 12);
});

describe('distanceEstimate', () => {
  const differences = fc
    .array(
      fc.tuple(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: -0.4, max: 0.4, noNaN: true }),
        fc.double({ min: 0.01, max: 0.1, noNaN: true }),
      ),
      { minLength: 1, maxLength: 15 },
    )
    .map((each) => {
      const whole = each.reduce((sum, [weight]) => sum + weight, 0);
      return each.map(([weight, seen, deviation]) => ({ weight: weight / whole, seen, deviation }));
    });

  it('takes off squared distances what Ferro and Fricker take off, but not below 0', () =>
    fc.assert(
      fc.property(differences, (given) => {
        const corrected = given.reduce(
          (sum, { weight, seen, deviation }) => sum + weight * (seen * seen - deviation * deviation),
          0,
        );
        expect(distanceEstimate(squaredDistance, given, 500).value).toBeCloseTo(Math.max(0, corrected), 5);
      }),
    ));

  it('lies in its interval, and below what is seen', () =>
    fc.assert(
      fc.property(differences, (given) => {
        for (const distance of [absoluteDistance, squaredDistance]) {
          const { value, low, high } = distanceEstimate(distance, given, 500);
          expect(low).toBeLessThanOrEqual(value);
          expect(value).toBeLessThanOrEqual(high);
          expect(value).toBeLessThanOrEqual(
            given.reduce((sum, { weight, seen }) => sum + weight * distance.value(seen), 0) + 1e-6,
          );
        }
      }),
    ));

  it('is wider with more noise of inputs, and grows with what is seen', () =>
    fc.assert(
      fc.property(differences, (given) => {
        const few = distanceEstimate(absoluteDistance, given, 20);
        const many = distanceEstimate(absoluteDistance, given, 2000);
        expect(few.high - few.low).toBeGreaterThanOrEqual(many.high - many.low - 1e-6);
        const larger = distanceEstimate(
          absoluteDistance,
          given.map((each) => ({ ...each, seen: each.seen * 1.5 })),
          2000,
        );
        expect(larger.value).toBeGreaterThanOrEqual(many.value - 1e-6);
      }),
    ));
});

const pairs = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer()).map(([tens, seed]): Pair[] => {
  const rng = rngOf(seed);
  return Array.from({ length: 10 * tens }, () => [uniform(rng), uniform(rng) < 0.6] as const);
});

describe('the upper end of the calibration error', () => {
  /** Labels of an agent that is right as often as it says, as evenly as can be: less noise than chance has. */
  const tooEven = (count: number): ReturnType<typeof calibrationMeasures> => {
    const { add, data } = reliabilityAccumulator();
    for (const [bin, confidence] of [0.55, 0.65, 0.75, 0.85, 0.95].entries())
      for (let label = 0; label < count / 5; label += 1)
        add(confidence, Math.floor((label + 1) * confidence + bin / 7) > Math.floor(label * confidence + bin / 7));
    return calibrationMeasures(data());
  };

  it.each([50, 100, 200, 500, 2000])(
    'is not 0 for %p labels, however even they are: they cannot show that much',
    (labels) => {
      const { ece, reliability } = tooEven(labels) as NonNullable<ReturnType<typeof calibrationMeasures>>;
      expect(ece).toMatchObject({ value: 0, low: 0 });
      expect(ece.high).toBeGreaterThan(0.4 / Math.sqrt(labels));
      expect(reliability.high).toBeGreaterThan(0);
    },
  );

  it.each(['ece', 'brier', 'reliability', 'resolution'] as const)('of %s is never 0, whatever the labels', (name) =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 0.01, 0.5, 0.99, 1), fc.boolean()), { minLength: 1, maxLength: 120 }),
        fc.constantFrom(1, 5),
        (given, designEffect) => {
          expect(measured(given, designEffect)[name].high).toBeGreaterThan(1e-3);
        },
      ),
    ),
  );

  it.each(['ece', 'reliability'] as const)(
    'of %s does not tell more where distances are smaller than noise makes them',
    (name) => {
      const seen = (distance: number) =>
        distanceEstimate(
          name === 'ece' ? absoluteDistance : squaredDistance,
          Array.from({ length: 10 }, () => ({ weight: 0.1, seen: distance, deviation: 0.1 })),
          200,
        );
      const highs = [0.001, 0.02, 0.05, 0.08, 0.1, 0.15, 0.2].map((distance) => seen(distance).high);
      highs.slice(1).forEach((high, index) => expect(high).toBeGreaterThan((highs[index] as number) - 1e-6));
      // Half a standard deviation off in every bin is not ruled out by 10 of them.
      expect(highs[0]).toBeGreaterThan(0.05 ** (name === 'ece' ? 1 : 2));
    },
  );

  it('falls with the number of labels', () => {
    const highs = [50, 100, 200, 500, 2000].map((labels) => tooEven(labels)?.ece.high ?? 0);
    expect(highs).toEqual([...highs].sort((a, b) => b - a));
  });
});

/** Runs of items: confidences of equal mass and what they are off by; the runs after an item's first copy it more often than not. */
const runsOf = (
  seed: number,
  {
    labels,
    runs,
    confidences,
    off,
  }: { labels: number; runs: number; confidences: readonly number[]; off: (bin: number) => number },
): CalibrationMeasures => {
  const rng = rngOf(seed, 'runs', labels, runs);
  const accumulator = reportAccumulator();
  for (let item = 0; item < labels / runs; item++) {
    const bin = Math.floor(uniform(rng) * confidences.length);
    const confidence = confidences[bin] as number;
    const draw = (): boolean => uniform(rng) < confidence - off(bin);
    const first = draw();
    for (let run = 0; run < runs; run++)
      accumulator.add({
        solved: run === 0 || uniform(rng) < 0.6 ? first : draw(),
        score: 1,
        latencyMs: 1,
        tokensIn: 0,
        tokensOut: 0,
        costMicros: 0,
        confidence,
        itemId: `${item}`,
      });
  }
  return accumulator.report().calibration as CalibrationMeasures;
};

describe('coverage', () => {
  const ten = Array.from({ length: 10 }, (_, bin) => 0.3 + 0.065 * (bin + 0.5));
  const worlds = [
    ['nothing off', { labels: 200, runs: 1, confidences: ten, off: () => 0 }],
    ['a little, everywhere', { labels: 500, runs: 1, confidences: ten, off: () => 0.05 }],
    ['much, in one bin', { labels: 500, runs: 1, confidences: ten, off: (bin: number) => (bin === 9 ? 0.5 : 0) }],
    ['two confidences', { labels: 200, runs: 1, confidences: [0.35, 0.85], off: () => 0.1 }],
    ['nothing off, five runs an item', { labels: 500, runs: 5, confidences: ten, off: () => 0 }],
    [
      'much, in one bin, five runs an item',
      { labels: 1000, runs: 5, confidences: ten, off: (bin: number) => (bin === 9 ? 0.5 : 0) },
    ],
  ] as const;

  it.each(worlds)('is at least 92 %%: %s', (_, world) => {
    const { confidences, off } = world;
    const truths = confidences.map((confidence, bin) => ({ confidence, truth: confidence - off(bin) }));
    const mean = (of: (each: (typeof truths)[number]) => number): number =>
      truths.reduce((sum, each) => sum + of(each) / truths.length, 0);
    const rate = mean(({ truth }) => truth);
    const expected = {
      ece: mean(({ confidence, truth }) => Math.abs(confidence - truth)),
      brier: mean(({ confidence, truth }) => truth * (1 - confidence) ** 2 + (1 - truth) * confidence ** 2),
      reliability: mean(({ confidence, truth }) => (confidence - truth) ** 2),
      resolution: mean(({ truth }) => (truth - rate) ** 2),
    };
    const all = Array.from({ length: 300 }, (_unused, seed) => runsOf(seed, world));
    for (const name of ['ece', 'brier', 'reliability', 'resolution'] as const) {
      const covered =
        all.filter((each) => each[name].low - 1e-9 <= expected[name] && expected[name] <= each[name].high + 1e-9)
          .length / all.length;
      // 3 standard errors below .95 are .912.
      expect({ name, covered, enough: covered >= 0.912 }).toMatchObject({ enough: true });
    }
  });
});

describe('calibrationMeasures', () => {
  it('does not depend on the order', () =>
    fc.assert(
      fc.property(pairs, (given) => {
        const [one, other] = [measured(given), measured([...given].reverse())];
        for (const name of ['ece', 'brier', 'reliability', 'resolution'] as const)
          for (const end of ['value', 'low', 'high'] as const) expect(other[name][end]).toBeCloseTo(one[name][end], 6);
      }),
    ));

  it('is the same where confidence and outcome are turned around', () =>
    fc.assert(
      fc.property(pairs, (given) => {
        const distinct = given
          .filter(
            ([confidence], index) =>
              given.findIndex(([other]) => Math.floor(other * 1024) === Math.floor(confidence * 1024)) === index,
          )
          .slice(0, Math.floor(given.length / 20) * 10);
        fc.pre(distinct.length >= 10 && distinct.length % 10 === 0);
        const [one, other] = [
          measured(distinct),
          measured(distinct.map(([confidence, solved]) => [1 - confidence, !solved] as const)),
        ];
        for (const name of ['ece', 'brier', 'reliability', 'resolution'] as const)
          expect(other[name].value).toBeCloseTo(one[name].value, 5);
        expect(other.uncertainty).toBeCloseTo(one.uncertainty, 12);
      }),
    ));

  it('decomposes the score of the bins: reliability - resolution + uncertainty, before bias is taken off, by brute force', () =>
    fc.assert(
      fc.property(pairs, (given) => {
        const { bins, uncertainty } = measured(given);
        const rate = given.filter(([, solved]) => solved).length / given.length;
        const sum = (of: (bin: (typeof bins)[number]) => number): number =>
          bins.reduce((total, bin) => total + (bin.count / given.length) * of(bin), 0);
        const reliability = sum(({ meanConfidence, solveRate }) => (meanConfidence - solveRate.value) ** 2);
        const resolution = sum(({ solveRate }) => (solveRate.value - rate) ** 2);
        const binned = sum(
          ({ meanConfidence, solveRate }) =>
            solveRate.value * (1 - meanConfidence) ** 2 + (1 - solveRate.value) * meanConfidence ** 2,
        );
        expect(reliability - resolution + uncertainty).toBeCloseTo(binned, 10);
      }),
    ));

  it('has bins that hold every label by rising confidence, each rate in its interval', () =>
    fc.assert(
      fc.property(pairs, (given) => {
        const { bins, labels } = measured(given);
        expect(labels).toBe(given.length);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(labels);
        bins
          .slice(1)
          .forEach(({ meanConfidence }, index) =>
            expect(meanConfidence).toBeGreaterThan(bins[index]?.meanConfidence as number),
          );
        for (const { solveRate } of bins)
          expect(solveRate.low <= solveRate.value && solveRate.value <= solveRate.high).toBe(true);
      }),
    ));

  it('is wider where runs of an item resemble each other', () => {
    const given = drawn(rngOf(5), 600, { said: (logOdds) => logistic(logOdds + 1) });
    for (const name of ['ece', 'brier', 'reliability', 'resolution'] as const) {
      const [alone, clustered] = [measured(given)[name], measured(given, 3)[name]];
      expect(clustered.high - clustered.low).toBeGreaterThan(1.3 * (alone.high - alone.low));
    }
  });

  it.each([
    ['calibrated', { said: logistic }],
    ['a little off', { said: (logOdds: number) => logistic(logOdds + 0.3) }],
    ['too sure', { said: (logOdds: number) => logistic(2.5 * logOdds) }],
    ['far off', { said: (logOdds: number) => logistic(logOdds + 1.5) }],
  ])('covers the truth with at least 92 %%, without bias to speak of: %s', (name, world) => {
    const grid = Array.from({ length: 20_000 }, () => 0).map((_, index) => 0.6 + 2 * gaussian(rngOf(index, 'grid')));
    const average = (of: (logOdds: number) => number): number =>
      grid.reduce((sum, each) => sum + of(each), 0) / grid.length;
    const rate = average(logistic);
    const truth = {
      ece: average((each) => Math.abs(world.said(each) - logistic(each))),
      brier: average(
        (each) => logistic(each) * (1 - world.said(each)) ** 2 + (1 - logistic(each)) * world.said(each) ** 2,
      ),
      reliability: average((each) => (world.said(each) - logistic(each)) ** 2),
      resolution: average((each) => (logistic(each) - rate) ** 2),
    };
    const runs = 300;
    const all = Array.from({ length: runs }, (_, seed) => measured(drawn(rngOf(seed, name), 400, world)));
    for (const measure of ['ece', 'brier', 'reliability', 'resolution'] as const) {
      const covered =
        all.filter((each) => each[measure].low - 1e-9 <= truth[measure] && truth[measure] <= each[measure].high + 1e-9)
          .length / runs;
      // 3 standard errors below .95 are .912.
      expect({ measure, enough: covered >= 0.912 }).toEqual({ measure, enough: true });
    }
    expect(Math.abs(all.reduce((sum, { ece }) => sum + ece.value / runs, 0) - truth.ece)).toBeLessThan(0.025);
  });
});
