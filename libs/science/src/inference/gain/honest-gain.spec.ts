import * as fc from 'fast-check';
import { rngOf, uniform, type Rng } from '../../random/rng.js';
import { honestGain, scoreLimits } from './honest-gain.js';

type Pairs = { candidate: number; incumbent: number }[];

const binary = (wins: number, losses: number, items: number): Pairs =>
  Array.from({ length: items }, (_, item) => ({
    candidate: Number(item < wins),
    incumbent: Number(item >= wins && item < wins + losses),
  }));
const swapped = (pairs: Pairs): Pairs =>
  pairs.map(({ candidate, incumbent }) => ({ candidate: incumbent, incumbent: candidate }));
const normal975 = 1.959963984540054;

const value = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
const somePairs = fc.array(fc.record({ candidate: value, incumbent: value }), { minLength: 2, maxLength: 60 });

describe('scoreLimits', () => {
  it.each<[string, [number, number, number], [number, number]]>([
    ['Fagerland, Lydersen and Laake (2014), table V, airway reactivity: Tango', [1, 7, 21], [-0.517, -0.026]],
    ['Agresti and Min (2005), by the R package ratesci', [16, 8, 86], [-0.02, 0.207]],
  ])('%s', (_, counts, published) => {
    const { low, high } = scoreLimits(binary(...counts), normal975);
    expect([low, high]).toEqual(published.map((limit) => expect.closeTo(limit, 3)));
  });

  it('of binary values has its ends where the statistic of Tango, in its closed form, is the critical value', () =>
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.nat(30),
        fc.nat(60),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (wins, losses, ties, critical) => {
          fc.pre(wins + losses + ties > 1);
          const items = wins + losses + ties;
          const { low, high } = scoreLimits(binary(wins, losses, items), critical);
          for (const end of [low, high]) {
            if (Math.abs(end) > 0.999) continue;
            const a = 2 * items;
            const b = -wins - losses + (2 * items - wins + losses) * end;
            const lost = (Math.sqrt(b * b - 4 * a * (-losses * end * (1 - end))) - b) / (2 * a);
            const score = (wins - losses - items * end) / Math.sqrt(items * (2 * lost + end * (1 - end)));
            expect(Math.abs(score)).toBeCloseTo(critical, 4);
          }
        },
      ),
    ));
});

describe('honestGain', () => {
  it('contains the mean that was seen, stays in range, and never has width zero', () =>
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const { estimate, low, high, items } = honestGain(pairs);
        expect(estimate).toBeCloseTo(
          pairs.reduce((sum, { candidate, incumbent }) => sum + candidate - incumbent, 0) / pairs.length,
          10,
        );
        expect(low >= -1 && low <= estimate && estimate <= high && high <= 1).toBe(true);
        expect(high - low).toBeGreaterThan(1 / items);
      }),
    ));

  it('mirrors when the sides change places, and does not mind the order', () =>
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const { low, high } = honestGain(pairs);
        const mirrored = honestGain(swapped(pairs));
        expect([mirrored.low, mirrored.high]).toEqual([expect.closeTo(-high, 8), expect.closeTo(-low, 8)]);
        expect(honestGain([...pairs].reverse()).low).toBeCloseTo(low, 8);
      }),
    ));

  it('moves up when an item gets better, and narrows with a lower confidence and with more of the same', () =>
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(40), (wins, losses, ties) => {
        fc.pre(wins + losses + ties > 1 && ties > 0);
        const items = wins + losses + ties;
        const now = honestGain(binary(wins, losses, items));
        const better = honestGain(binary(wins + 1, losses, items));
        expect(better.low >= now.low && better.high >= now.high).toBe(true);
        const surer = honestGain(binary(wins, losses, items), 0.99);
        expect(surer.low <= now.low && surer.high >= now.high).toBe(true);
        const more = honestGain(binary(2 * wins, 2 * losses, 2 * items));
        expect(more.high - more.low).toBeLessThan(now.high - now.low);
      }),
    ));

  it('knows nothing from one item or none, and refuses what is out of range', () => {
    expect(honestGain([])).toEqual({ estimate: 0, low: -1, high: 1, confidence: 0.95, items: 0 });
    expect(honestGain(binary(1, 0, 1))).toMatchObject({ estimate: 1, low: -1, high: 1 });
    expect(() =>
      honestGain([
        { candidate: NaN, incumbent: 0 },
        { candidate: 1, incumbent: 0 },
      ]),
    ).toThrow(/-1, 1/);
    expect(() =>
      honestGain([
        { candidate: 3, incumbent: 0 },
        { candidate: 1, incumbent: 0 },
      ]),
    ).toThrow(/-1, 1/);
  });

  it('keeps a width of what all items agree on: 100 items that both solve say within four points', () => {
    const { low, high } = honestGain(binary(0, 0, 100));
    expect(low).toBeCloseTo(-high, 10);
    expect(high > 0.037 && high < 0.042).toBe(true);
  });
});

/** Exact coverage: the chance of all outcomes of so many items whose interval contains the true difference. */
const coverage = (
  items: number,
  won: number,
  lost: number,
  intervals: ReadonlyMap<string, { low: number; high: number }>,
): number => {
  const logFactorial = Array.from({ length: items + 1 }, () => 0);
  for (let n = 1; n <= items; n++) logFactorial[n] = (logFactorial[n - 1] as number) + Math.log(n);
  let covered = 0;
  for (const [key, { low, high }] of intervals) {
    if (low > won - lost || high < won - lost) continue;
    const [wins, losses] = key.split('/').map(Number) as [number, number];
    const cells = [
      [wins, won],
      [losses, lost],
      [items - wins - losses, 1 - won - lost],
    ] as const;
    covered += Math.exp(
      cells.reduce(
        (sum, [count, chance]) => sum + count * Math.log(chance) - (logFactorial[count] as number),
        logFactorial[items] as number,
      ),
    );
  }
  return covered;
};

describe('coverage of a promised 95 %', () => {
  it.each([2, 5, 12, 30, 60])(
    'is at least 94 %% with %p items, whatever the share of discordant pairs: all outcomes',
    (items) => {
      const intervals = new Map<string, { low: number; high: number }>();
      for (let wins = 0; wins <= items; wins++)
        for (let losses = 0; wins + losses <= items; losses++)
          intervals.set(`${wins}/${losses}`, honestGain(binary(wins, losses, items)));
      for (const won of [0.002, 0.01, 0.03, 0.05, 0.1, 0.2, 0.35, 0.6])
        for (const lost of [0.002, 0.0175, 0.05, 0.13, 0.25, 0.35])
          expect(coverage(items, won, lost, intervals)).toBeGreaterThanOrEqual(0.94);
    },
  );

  it.each<[string, number, (rng: Rng) => number]>([
    [
      'three runs an item',
      0,
      (rng) =>
        [uniform(rng) ** 2, uniform(rng) ** 2]
          .map((p) => [0, 1, 2].filter(() => uniform(rng) < p).length / 3)
          .reduce((a, b) => a - b),
    ],
    ['rare great losses', 0.95 * 0.05 - 0.045, (rng) => (uniform(rng) < 0.05 ? -0.9 : 0.05)],
    ['skewed scores', 1 / 7, (rng) => uniform(rng) ** 6],
    ['the same score always', 0.1, () => 0.1],
  ])('is at least 94 %% for %s', (name, mean, draw) => {
    for (const items of [15, 60]) {
      const runs = 400;
      let covered = 0;
      for (let run = 0; run < runs; run++) {
        const rng = rngOf(run, name, items);
        const pairs = Array.from({ length: items }, () => draw(rng)).map((difference) => ({
          candidate: Math.max(0, difference),
          incumbent: Math.max(0, -difference),
        }));
        const { low, high } = honestGain(pairs);
        covered += Number(low <= mean && mean <= high);
      }
      // Two standard errors of the simulation below the promise's 94 %.
      expect(covered / runs).toBeGreaterThanOrEqual(0.94 - 0.024);
    }
  });
});
