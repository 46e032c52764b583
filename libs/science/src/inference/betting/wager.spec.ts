import betaln from '@stdlib/math-base-special-betaln';
import beta from '@stdlib/stats-base-dists-beta';
import * as fc from 'fast-check';
import { shareAlpha } from '../error/alpha-spending.js';
import { gateDefaults } from '../gate/gate-policy.js';
import { logEValue, wagersFor, type Wager } from './wager.js';
import { itemsNeeded, pairsNeededAtBest, winsNeededFor } from '../gate/wins-needed.js';

const minGain = fc.double({ min: 0.001, max: 0.6, noNaN: true });
const count = fc.integer({ min: 0, max: 400 });

describe('the prior of the gate', () => {
  it('is a distribution over stakes that can be lost without ruin', () =>
    fc.assert(
      fc.property(minGain, (gain) => {
        const wagers = wagersFor(gain);
        expect(wagers.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
        for (const { stake, weight } of wagers) {
          expect(stake > 0 && stake < 1).toBe(true);
          expect(weight).toBeGreaterThan(0);
        }
      }),
    ));
});

describe('logEValue', () => {
  it('starts at one', () => expect(logEValue(wagersFor(0.05), 0, 0)).toBeCloseTo(0, 12));

  it('is the wealth of a bettor who plays pair after pair', () =>
    fc.assert(
      fc.property(minGain, fc.array(fc.boolean(), { maxLength: 60 }), (gain, results) => {
        const wagers = wagersFor(gain);
        const wealth = wagers.map(({ weight }) => weight);
        for (const won of results)
          wagers.forEach(
            ({ stake }, index) => (wealth[index] = (wealth[index] as number) * (won ? 1 + stake : 1 - stake)),
          );
        const wins = results.filter(Boolean).length;
        expect(Math.exp(logEValue(wagers, wins, results.length - wins))).toBeCloseTo(
          wealth.reduce((a, b) => a + b, 0),
          8,
        );
      }),
    ));

  it('is one on average when the candidate wins every second discordant pair: a fair game', () => {
    const wagers = wagersFor(0.05);
    for (let pairs = 1; pairs <= 12; pairs++) {
      const sequences = Array.from({ length: 2 ** pairs }, (_, bits) => bits.toString(2).split('1').length - 1);
      const mean =
        sequences.reduce((sum, wins) => sum + Math.exp(logEValue(wagers, wins, pairs - wins)), 0) / sequences.length;
      expect(mean).toBeCloseTo(1, 10);
    }
  });

  it('grows with wins, falls with losses, and stays finite', () =>
    fc.assert(
      fc.property(minGain, count, count, (gain, wins, losses) => {
        const wagers = wagersFor(gain);
        const now = logEValue(wagers, wins, losses);
        expect(Number.isFinite(now)).toBe(true);
        expect(logEValue(wagers, wins + 1, losses)).toBeGreaterThan(now);
        expect(logEValue(wagers, wins, losses + 1)).toBeLessThan(now);
      }),
    ));

  it('equals the closed form of a flat prior: a beta function truncated to more than 1/2', () => {
    const slices = 4000;
    const flat: Wager[] = Array.from({ length: slices }, (_, index) => ({
      stake: (index + 0.5) / slices,
      weight: 1 / slices,
    }));
    const closed = (wins: number, losses: number): number =>
      (wins + losses) * Math.LN2 +
      betaln(1 + wins, 1 + losses) +
      Math.log(1 - beta.cdf(0.5, 1 + wins, 1 + losses)) -
      Math.log(0.5);
    for (const [wins, losses] of [
      [18, 6],
      [5, 9],
      [60, 40],
      [0, 3],
    ] as const)
      expect(logEValue(flat, wins, losses)).toBeCloseTo(closed(wins, losses), 4);
    expect(closed(18, 6)).toBeCloseTo(2.2924271641428935, 10); // SciPy 1.17: betaln and beta.sf
  });
});

describe('winsNeededFor', () => {
  const policy = fc.record({ alpha: fc.double({ min: 1e-5, max: 0.2, noNaN: true }), minGain });

  it('is the fewest wins whose e-value reaches 1/alpha, by brute force', () =>
    fc.assert(
      fc.property(policy, fc.integer({ min: 0, max: 150 }), ({ alpha, minGain: gain }, discordant) => {
        const enough = Array.from({ length: discordant + 1 }, (_, wins) => wins).filter(
          (wins) => logEValue(wagersFor(gain), wins, discordant - wins) >= -Math.log(alpha),
        );
        expect(winsNeededFor({ alpha, minGain: gain })(discordant)).toBe(enough[0] ?? discordant + 1);
      }),
    ));

  it('says how many pairs can promote at best', () => {
    expect(pairsNeededAtBest({ alpha: 0.05, minGain: 0.05 })).toBe(10);
    expect(pairsNeededAtBest({ alpha: 0.001, minGain: 0.05 })).toBeGreaterThan(10);
  });
});

describe('itemsNeeded', () => {
  const some = fc.record({
    alpha: fc.double({ min: 1e-6, max: 0.3, noNaN: true }),
    minGain,
    minPairs: fc.integer({ min: 1, max: 60 }),
  });

  it('is the fewest items on which a candidate that wins all of them is promoted', () =>
    fc.assert(
      fc.property(some, ({ alpha, minGain: gain, minPairs }) => {
        const items = itemsNeeded({ alpha, minGain: gain, minPairs });
        const proven = (pairs: number): boolean =>
          pairs >= minPairs && logEValue(wagersFor(gain), pairs, 0) >= -Math.log(alpha);
        expect(proven(items)).toBe(true);
        expect(proven(items - 1)).toBe(false);
      }),
    ));

  it('grows as less error is asked for', () =>
    fc.assert(
      fc.property(some, (policy) => {
        expect(itemsNeeded({ ...policy, alpha: policy.alpha / 2 })).toBeGreaterThanOrEqual(itemsNeeded(policy));
      }),
    ));
});

/** Exact chance of ever reaching the boundary within so many discordant pairs, each won with probability p: walks all counts. */
const chanceOfPromotion = (alpha: number, gain: number, pairs: number, p: number): number => {
  const needed = winsNeededFor({ alpha, minGain: gain });
  let alive = [1];
  let promoted = 0;
  for (let discordant = 1; discordant <= pairs; discordant++) {
    const next = Array.from(
      { length: discordant + 1 },
      (_, wins) => (alive[wins - 1] ?? 0) * p + (alive[wins] ?? 0) * (1 - p),
    );
    promoted += next.filter((_, wins) => wins >= needed(discordant)).reduce((a, b) => a + b, 0);
    alive = next.map((chance, wins) => (wins >= needed(discordant) ? 0 : chance));
  }
  return promoted;
};

describe('the error of the gate, exactly', () => {
  it.each([0.2, 0.05, 0.01, 0.001])(
    'stays below alpha %p for 600 discordant pairs, whatever gain it aims at',
    (alpha) => {
      for (const gain of [0.01, 0.05, 0.3]) {
        const chance = chanceOfPromotion(alpha, gain, 600, 0.5);
        expect(chance).toBeLessThanOrEqual(alpha);
        expect(chance).toBeGreaterThan(alpha / 4);
      }
    },
  );

  it('is smaller still for a worse candidate', () =>
    expect(chanceOfPromotion(0.05, 0.05, 600, 0.45)).toBeLessThan(0.01));

  it('leaves the power to find a candidate that wins two of three discordant pairs', () =>
    expect(chanceOfPromotion(gateDefaults.alpha, gateDefaults.minGain, 145, 0.672)).toBeGreaterThan(0.95));
});

describe('shareAlpha', () => {
  it('never gives away more than there is', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 0.5, noNaN: true }),
        fc.integer({ min: 1, max: 2000 }),
        (alpha, candidates) => {
          const sum = Array.from({ length: candidates }, (_, place) => shareAlpha(alpha, place)).reduce(
            (a, b) => a + b,
            0,
          );
          expect(sum).toBeLessThanOrEqual(alpha);
        },
      ),
    ));

  it('leaves most to the first', () => {
    expect(shareAlpha(0.05, 0)).toBeCloseTo(0.0304, 4);
    expect(shareAlpha(0.05, 1)).toBeCloseTo(0.0076, 4);
  });
});
