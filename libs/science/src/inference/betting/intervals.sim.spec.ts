import * as fc from 'fast-check';
import { gaussian, rngOf, uniform } from '../../random/rng.js';
import { gainInterval } from '../gain/gain-interval.fixture.js';
import { exactUpperBound, pairedDifferenceInterval, percentile, wilsonInterval } from './intervals.js';
import { meanSequenceWidth } from './mean-sequence.js';
import { deviation, noMoments, withValue } from './moments.js';
import { logEValue, wagersFor } from './wager.js';

const someCounts = fc
  .tuple(fc.nat(60), fc.nat(60), fc.nat(60))
  .map(([wins, losses, ties]) => ({ pairs: wins + losses + ties, wins, losses }));

describe('wilsonInterval', () => {
  it.each([
    [8, 10, 0.49016247153664183, 0.9433178485456247],
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371106, 1],
    [215, 10_000, 0.01883554672192749, 0.024531939718810007],
  ])('of %p of %p as statsmodels 0.14 has it', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });

  it('contains the rate, mirrors with it, and knows nothing from nothing', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (successes, failures) => {
        fc.pre(successes + failures > 0);
        const trials = successes + failures;
        const { low, high } = wilsonInterval(successes, trials);
        expect(low <= successes / trials && successes / trials <= high && low >= 0 && high <= 1).toBe(true);
        expect(wilsonInterval(failures, trials).low).toBeCloseTo(1 - high, 10);
      }),
    );
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1, confidence: 0.95 });
  });
});

describe('exactUpperBound', () => {
  it('is SciPy 1.17 beta.ppf', () => {
    expect(exactUpperBound(215, 10_000, 0.99)).toBeCloseTo(0.025119014834689958, 10);
    expect(exactUpperBound(0, 20, 0.95)).toBeCloseTo(0.13910834066826516, 10);
    expect(exactUpperBound(3, 3, 0.95)).toBe(1);
  });
});

describe('percentile', () => {
  it('interpolates as NumPy does', () =>
    expect([0, 0.25, 0.5, 0.9, 0.95, 1].map((share) => percentile([16, 1, 4, 2, 8], share))).toEqual(
      [1, 2, 4, 12.8, 14.4, 16].map((value) => expect.closeTo(value, 10)),
    ));

  it('has none of nothing', () => expect(percentile([], 0.5)).toBeNaN());
});

describe('pairedDifferenceInterval', () => {
  it('covers the true difference about as often as it says: all outcomes of 30 pairs', () => {
    const logFactorial = Array.from({ length: 31 }, (_, n) =>
      Array.from({ length: n }, (_each, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0),
    ) as [number, ...number[]];
    const outcomes = Array.from({ length: 31 * 31 }, (_, index) => ({
      pairs: 30,
      wins: index % 31,
      losses: Math.floor(index / 31),
    })).filter(({ wins, losses }) => wins + losses <= 30);
    for (const [won, lost] of [
      [0.2, 0.2],
      [0.2, 0.1],
      [0.3, 0.05],
      [0.02, 0.02],
    ] as const) {
      const covering = outcomes.filter(
        (counts) =>
          pairedDifferenceInterval(counts).low <= won - lost && won - lost <= pairedDifferenceInterval(counts).high,
      );
      const chances = covering.map(({ wins, losses }) => {
        const cells = [
          [wins, won],
          [losses, lost],
          [30 - wins - losses, 1 - won - lost],
        ] as const;
        return Math.exp(
          (logFactorial[30] as number) +
            cells.reduce((sum, [count, chance]) => sum + count * Math.log(chance) - (logFactorial[count] as number), 0),
        );
      });
      expect(chances.reduce((a, b) => a + b, 0)).toBeGreaterThan(0.935);
    }
  });

  it('mirrors when the sides change places', () =>
    fc.assert(
      fc.property(someCounts, (counts) => {
        const { low, high } = pairedDifferenceInterval(counts);
        const swapped = pairedDifferenceInterval({ ...counts, wins: counts.losses, losses: counts.wins });
        expect([swapped.low, swapped.high]).toEqual([expect.closeTo(-high, 12), expect.closeTo(-low, 12)]);
      }),
    ));
});

const differencesOf = ({ pairs, wins, losses }: { pairs: number; wins: number; losses: number }): number[] =>
  Array.from({ length: pairs }, (_, index) => (index < wins ? 1 : index < wins + losses ? -1 : 0));

describe('gainInterval', () => {
  const wagers = wagersFor(0.05);

  it('contains what was seen, mirrors, and is all that can be before the first pair', () => {
    fc.assert(
      fc.property(someCounts, (counts) => {
        fc.pre(counts.pairs > 0);
        const { low, high } = gainInterval(wagers, differencesOf(counts));
        const gain = (counts.wins - counts.losses) / counts.pairs;
        expect(low <= gain && gain <= high && low >= -1 && high <= 1).toBe(true);
        const swapped = gainInterval(wagers, differencesOf({ ...counts, wins: counts.losses, losses: counts.wins }));
        expect([swapped.low, swapped.high]).toEqual([expect.closeTo(-high, 8), expect.closeTo(-low, 8)]);
      }),
    );
    expect(gainInterval(wagers, [])).toEqual({ low: -1, high: 1, confidence: 0.95 });
  });

  it('agrees with the gate: above 0 exactly when the e-value has reached its level', () =>
    fc.assert(
      fc.property(someCounts, (counts) => {
        const proven = logEValue(wagers, counts.wins, counts.losses) >= Math.log(40);
        expect(gainInterval(wagers, differencesOf(counts)).low >= 0).toBe(proven);
      }),
    ));

  it('narrows with the pairs to a useful width', () => {
    const { low, high } = gainInterval(wagers, differencesOf({ pairs: 500, wins: 98, losses: 48 }));
    expect(low).toBeGreaterThan(0.02);
    expect(high - low).toBeLessThan(0.2);
  });

  it('covers the true gain at all looks at once', () => {
    let missed = 0;
    for (let run = 0; run < 150; run++) {
      const rng = rngOf(run, 'gain');
      const counts = { pairs: 0, wins: 0, losses: 0 };
      let out = false;
      for (let pairs = 1; pairs <= 400; pairs++) {
        const draw = uniform(rng);
        counts.pairs = pairs;
        counts.wins += Number(draw < 0.2);
        counts.losses += Number(draw >= 0.2 && draw < 0.3);
        if (pairs % 80 !== 0) continue;
        const { low, high } = gainInterval(wagers, differencesOf(counts));
        out ||= low > 0.1 || high < 0.1;
      }
      missed += Number(out);
    }
    expect(missed / 150).toBeLessThanOrEqual(0.05);
  });
});

describe('meanSequenceWidth', () => {
  const missedShare = (draw: (rng: ReturnType<typeof rngOf>) => number, mean: number): number => {
    let missed = 0;
    for (let run = 0; run < 500; run++) {
      const rng = rngOf(run, 'mean');
      let moments = noMoments;
      let out = false;
      for (let count = 1; count <= 500; count++) {
        moments = withValue(moments, draw(rng));
        out ||= count >= 20 && moments.mean + meanSequenceWidth(moments, 0.05) < mean;
      }
      missed += Number(out);
    }
    return missed / 500;
  };

  it('covers a mean at all looks from 20 values on', () => {
    expect(missedShare((rng) => 3 + gaussian(rng), 3)).toBeLessThanOrEqual(0.05);
    expect(missedShare((rng) => uniform(rng), 0.5)).toBeLessThanOrEqual(0.05);
  });

  it('is infinite without a spread to judge by, and shrinks', () => {
    const moments = { count: 50, mean: 0, squares: 49 };
    expect(deviation(moments)).toBe(1);
    expect(meanSequenceWidth(noMoments, 0.05)).toBe(Infinity);
    expect(meanSequenceWidth({ ...moments, count: 200, squares: 199 }, 0.05)).toBeLessThan(
      meanSequenceWidth(moments, 0.05),
    );
    expect(meanSequenceWidth(moments, 0.01)).toBeGreaterThan(meanSequenceWidth(moments, 0.05));
  });
});

it('moments match two passes over the values', () =>
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 100 }),
      (values) => {
        const moments = values.reduce(withValue, noMoments);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        expect(moments.mean).toBeCloseTo(mean, 4);
        expect(deviation(moments)).toBeCloseTo(
          Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)),
          3,
        );
      },
    ),
  ));
