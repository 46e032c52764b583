import * as fc from 'fast-check';
import { rngOf, uniform } from '../../random/rng.js';
import { harmEvidence, harmStatus, harmWagers, noHarm, seenAbove, withHarm, type HarmBound } from './harm-bound.js';
import { mixtureLogWealth } from '../betting/mixture.js';

const after = (harms: readonly number[], margin: number): HarmBound =>
  harms.reduce(
    (bound, harm) => withHarm(bound, { candidate: Math.max(0, harm), incumbent: Math.max(0, -harm), harm }, margin),
    noHarm,
  );

const wealth = (logWealth: readonly number[]): number => Math.exp(mixtureLogWealth(harmWagers, logWealth));
const someHarms = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 60 });
const someMargin = fc.constantFrom(0, 0.02, 0.1, 0.3, 0.9);

/** All sequences of so many of these values, each with its probability. */
const sequences = (
  values: readonly { value: number; chance: number }[],
  length: number,
): { harms: number[]; chance: number }[] =>
  length === 0
    ? [{ harms: [], chance: 1 }]
    : sequences(values, length - 1).flatMap(({ harms, chance }) =>
        values.map((next) => ({ harms: [...harms, next.value], chance: chance * next.chance })),
      );

describe('a bounded guardrail', () => {
  it('is a fair game at the margin, on either side: by all sequences', () => {
    for (const [margin, values] of [
      [
        0.1,
        [
          { value: 1, chance: 0.1 },
          { value: 0, chance: 0.9 },
        ],
      ],
      [
        0.2,
        [
          { value: 0.5, chance: 0.5 },
          { value: -0.1, chance: 0.5 },
        ],
      ],
      [
        0,
        [
          { value: -1, chance: 0.25 },
          { value: 0, chance: 0.5 },
          { value: 1, chance: 0.25 },
        ],
      ],
    ] as const) {
      const all = sequences(values, 6);
      for (const side of ['within', 'breached'] as const)
        expect(
          all.reduce((sum, { harms, chance }) => sum + chance * wealth(after(harms, margin)[side]), 0),
        ).toBeCloseTo(1, 10);
    }
  });

  it('is the mixture in exact rational arithmetic', () => {
    // Python 3.11, fractions.Fraction: log of the sum over the 24 stakes of prod(1 + stake * payoff) / 24.
    const bound = after([-0.1, 0, 0.2, -0.3, 0, 0, 0.5, -1, 0.1, 0], 0.1);
    expect(harmEvidence(bound, 0.1, 0.05)).toMatchObject({
      items: 10,
      logWithin: expect.closeTo(0.6885249010301726, 12),
      logBreached: expect.closeTo(-0.8644210388979687, 12),
      logThreshold: -Math.log(0.05),
    });
  });

  it('approaches the closed form of a flat prior: for n equal items the integral of (1 + s x)^n', () => {
    const x = 0.1 / 0.9;
    for (const items of [5, 30, 60])
      expect(
        wealth(
          after(
            Array.from({ length: items }, () => 0),
            0.1,
          ).within,
        ) /
          (((1 + x) ** (items + 1) - 1) / (x * (items + 1))),
      ).toBeCloseTo(1, 2);
  });

  it('knows nothing of nothing, and never concludes much from a few equal items', () => {
    expect(harmStatus(noHarm, 0.05)).toBe('open');
    expect(harmEvidence(noHarm, 0.1, 0.05)).toMatchObject({ status: 'open', items: 0, logWithin: 0, logBreached: 0 });
    const equal = (items: number): string =>
      harmStatus(
        after(
          Array.from({ length: items }, () => 0),
          0.1,
        ),
        0.05,
      );
    expect([equal(3), equal(28), equal(60)]).toEqual(['open', 'open', 'within']); // 29 items are the fixed-size limit: 0.9^29 < 0.05
  });

  it('lets everything pass at a margin of 1, and nothing but the better at 0', () => {
    expect(harmStatus(after([0.5], 1), 0.05)).toBe('within');
    expect(
      harmStatus(
        after(
          Array.from({ length: 300 }, () => 0),
          0,
        ),
        0.05,
      ),
    ).toBe('open');
    expect(
      harmStatus(
        after(
          Array.from({ length: 60 }, () => -0.2),
          0,
        ),
        0.05,
      ),
    ).toBe('within');
  });

  it('moves with the harm: more of it is nearer to a breach and further from passing', () =>
    fc.assert(
      fc.property(someHarms, someMargin, fc.double({ min: -1, max: 0.9, noNaN: true }), (harms, margin, harm) => {
        const less = after([...harms, harm], margin);
        const more = after([...harms, harm + 0.1], margin);
        expect(wealth(more.breached)).toBeGreaterThan(wealth(less.breached));
        expect(wealth(more.within)).toBeLessThan(wealth(less.within));
      }),
    ));

  it('does not depend on the order of the items', () =>
    fc.assert(
      fc.property(someHarms, someMargin, (harms, margin) => {
        expect(mixtureLogWealth(harmWagers, after([...harms].reverse(), margin).within)).toBeCloseTo(
          mixtureLogWealth(harmWagers, after(harms, margin).within),
          8,
        );
      }),
    ));

  it('is wrong at the margin in at most 5 % of runs, looked at after every item', () => {
    let passed = 0;
    let failed = 0;
    for (let run = 0; run < 400; run++) {
      const rng = rngOf(run, 'harm');
      let bound = noHarm;
      const seen = new Set<string>();
      for (let item = 0; item < 200; item++) {
        const harm = uniform(rng) < 0.2 ? 1 : uniform(rng) < 0.125 ? -1 : 0; // mean 0.1
        bound = withHarm(bound, { candidate: 0, incumbent: 0, harm }, 0.1);
        seen.add(harmStatus(bound, 0.05));
      }
      passed += Number(seen.has('within'));
      failed += Number(seen.has('breached'));
    }
    expect(passed / 400).toBeLessThanOrEqual(0.05);
    expect(failed / 400).toBeLessThanOrEqual(0.05);
  });

  it('says what was seen above the margin, proven or not', () => {
    expect(seenAbove(after([0.2, 0], 0.05), 0.05)).toBe(true);
    expect(seenAbove(after([0.2, -0.2], 0.05), 0.05)).toBe(false);
    expect(seenAbove(noHarm, 0.05)).toBe(false);
  });
});
