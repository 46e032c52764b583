import * as fc from 'fast-check';
import { rngOf, uniform } from '../../random/rng.js';
import { shareAlpha } from './alpha-spending.js';
import { nextAlpha, spendingNames, spentAlpha, type SpendingName, type SpentTest } from './spending.js';

const total = fc.double({ min: 1e-4, max: 0.5, noNaN: true });
/** What became of each test, and which share of its offer it took. */
const life = fc.array(
  fc.record({ promoted: fc.constantFrom(true, false, null), taken: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
  { maxLength: 60 },
);

const play = (
  rule: SpendingName,
  alpha: number,
  tests: readonly { readonly promoted: boolean | null; readonly taken?: number }[],
): SpentTest[] =>
  tests.reduce<SpentTest[]>(
    (past, { promoted, taken = 1 }) => [...past, { alpha: taken * nextAlpha(rule, alpha, past), promoted }],
    [],
  );

describe.each(spendingNames)('%s', (rule) => {
  it('starts with the first part, and offers something above 0 and below 1 for ever', () => {
    expect(nextAlpha(rule, 0.05, [])).toBeCloseTo(0.0303964, 7);
    fc.assert(
      fc.property(total, life, (alpha, tests) => {
        const offer = nextAlpha(rule, alpha, play(rule, alpha, tests));
        expect(offer > 0 && offer < 1).toBe(true);
      }),
    );
  });

  it('never spends more than there is, on any path', () =>
    fc.assert(
      fc.property(total, life, (alpha, tests) =>
        expect(spentAlpha(rule, play(rule, alpha, tests))).toBeLessThanOrEqual(alpha),
      ),
    ));

  it('is monotone: a promotion more never lowers a later offer', () =>
    fc.assert(
      fc.property(
        total,
        fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
        fc.nat(39),
        (alpha, results, place) => {
          const promoted = results.map((result, index) => ({ promoted: result || index === place % results.length }));
          const fewer = promoted.map(({ promoted: result }, index) => ({
            promoted: index === place % results.length ? false : result,
          }));
          const levels = (tests: readonly { promoted: boolean }[]): number[] =>
            play(rule, alpha, tests).map((test) => test.alpha);
          levels(promoted).forEach((level, index) =>
            expect(level).toBeGreaterThanOrEqual(levels(fewer)[index] as number),
          );
        },
      ),
    ));

  it('scales with the total, and counts a test that runs as one that did not promote', () =>
    fc.assert(
      fc.property(total, life, (alpha, tests) => {
        const full = play(rule, alpha, tests);
        play(rule, alpha / 2, tests).forEach((test, index) =>
          expect(test.alpha).toBeCloseTo((full[index] as SpentTest).alpha / 2, 12),
        );
        expect(
          nextAlpha(
            rule,
            alpha,
            full.map((test) => ({ ...test, promoted: test.promoted ?? false })),
          ),
        ).toBe(nextAlpha(rule, alpha, full));
      }),
    ));

  it('without a promotion is the plain series', () => {
    const past = play(
      rule,
      0.05,
      Array.from({ length: 30 }, () => ({ promoted: false })),
    );
    past.forEach(({ alpha }, place) => expect(alpha).toBe(shareAlpha(0.05, place)));
  });
});

describe('family_wise', () => {
  it('hands on all that a run of promotions spent, and starts afresh after a test that did not promote', () => {
    const [first, second, third, fourth] = play('family_wise', 0.05, [
      { promoted: true },
      { promoted: true },
      { promoted: false },
      { promoted: false },
    ]) as [SpentTest, SpentTest, SpentTest, SpentTest];
    expect(second.alpha).toBeCloseTo(first.alpha + shareAlpha(0.05, 1), 15);
    expect(third.alpha).toBeCloseTo(shareAlpha(0.05, 0) + shareAlpha(0.05, 1) + shareAlpha(0.05, 2), 15);
    expect(fourth.alpha).toBe(shareAlpha(0.05, 3));
  });

  it('keeps the error for p-values that depend on each other as badly as they can, with better candidates between', () => {
    const jobs = 20_000;
    let wrong = 0;
    for (let run = 0; run < jobs; run++) {
      const rng = rngOf(run, 'spending');
      // One uniform for all: each equal candidate's p-value is it, shifted around the circle by the error of those before, so that no two promote together.
      const chance = uniform(rng);
      let past: SpentTest[] = [];
      let shift = 0;
      let error = false;
      for (const better of [true, true, false, false, true, false, true, true, false, false]) {
        const alpha = nextAlpha('family_wise', 0.2, past);
        const promoted = better || (chance - shift + 1) % 1 < alpha;
        error ||= promoted && !better;
        shift += better ? 0 : alpha;
        past = [...past, { alpha, promoted }];
      }
      wrong += Number(error);
    }
    expect(wrong / jobs).toBeLessThanOrEqual(0.2 + 0.006);
    expect(wrong / jobs).toBeGreaterThan(0.15);
  });
});

describe('e_lond', () => {
  it('offers at least what spending without recycling does: one more than the promotions times as much', () =>
    fc.assert(
      fc.property(total, fc.array(fc.boolean(), { maxLength: 40 }), (alpha, results) => {
        const tests = results.map((promoted) => ({ promoted }));
        play('e_lond', alpha, tests).forEach((test, place) =>
          expect(test.alpha).toBeGreaterThanOrEqual(shareAlpha(alpha, place)),
        );
        expect(nextAlpha('e_lond', alpha, play('e_lond', alpha, tests))).toBeCloseTo(
          shareAlpha(alpha, results.length) * (1 + results.filter(Boolean).length),
          15,
        );
      }),
    ));

  it('keeps the expected share of false promotions: e-values of equal candidates that are 1/alpha with probability alpha', () => {
    const lives = 20_000;
    let shares = 0;
    for (let run = 0; run < lives; run++) {
      const rng = rngOf(run, 'e-lond');
      let past: SpentTest[] = [];
      let wrong = 0;
      for (let test = 0; test < 12; test++) {
        const better = test % 3 === 0;
        const alpha = nextAlpha('e_lond', 0.2, past);
        const promoted = better || uniform(rng) < alpha;
        wrong += Number(promoted && !better);
        past = [...past, { alpha, promoted }];
      }
      shares += wrong / past.filter(({ promoted }) => promoted).length;
    }
    expect(shares / lives).toBeLessThanOrEqual(0.2);
    expect(shares / lives).toBeGreaterThan(0.02);
  });
});
