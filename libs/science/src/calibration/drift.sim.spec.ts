import * as fc from 'fast-check';
import { gaussian, rngOf, uniform } from '../random/rng.js';
import { driftDefaults, driftInitial, driftStep, type DriftState } from './drift.js';
import { logistic, logit, type Label } from './label.js';

const labels = fc.array(fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), solved: fc.boolean() }), {
  maxLength: 70,
});
const after = (given: readonly Label[], policy = driftDefaults): DriftState =>
  given.reduce(driftStep, driftInitial(policy));

/** Served answers of the gate's world whose odds are what they say, but for `truth`. */
const served = (seed: number, truth: (logOdds: number) => number = logistic) => {
  const rng = rngOf(seed, 'served');
  return (): Label => {
    const logOdds = 0.6 + 2 * gaussian(rng);
    return { confidence: logistic(logOdds), solved: uniform(rng) < truth(logOdds) };
  };
};

describe('drift watch', () => {
  it('is the mixture over directions, strengths and start times, by brute force', () =>
    fc.assert(
      fc.property(labels, (given) => {
        const state = after(given, { alpha: 1e-300, tolerance: 0.03 });
        const directions = [() => 1, () => -1, (c: number) => (c >= 0.5 ? -1 : 1), (c: number) => (c >= 0.5 ? 1 : -1)];
        const before = (start: number): number => 1 / (1 + Math.log(1 + start));
        let wealth = 0;
        for (let start = 0; start < 100; start++) {
          for (const direction of directions) {
            for (const strength of [0.5, 1, 1.75]) {
              const money = (before(start) - before(start + 1)) / 12;
              wealth += given.slice(20 * start).reduce((held, { confidence, solved }) => {
                const edge = confidence + 0.03 * direction(confidence);
                if (edge <= 0 || edge >= 1) return held;
                const shifted = logistic(logit(edge) + strength * direction(confidence));
                return held * (solved ? shifted / edge : (1 - shifted) / (1 - edge));
              }, money);
            }
          }
        }
        wealth += before(100);
        expect(state.logWealth).toBeCloseTo(Math.log(wealth), 8);
        expect(state.alarmed).toBe(false);
      }),
    ));

  it('never gains on average while the odds are tolerated', () =>
    fc.assert(
      fc.property(
        labels,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (given, confidence, place) => {
          const state = after(given, { alpha: 1e-300, tolerance: 0.03 });
          const odds = Math.min(1, Math.max(0, confidence + 0.03 * place));
          const [won, lost] = [true, false].map((solved) =>
            Math.exp(driftStep(state, { confidence, solved }).logWealth),
          ) as [number, number];
          expect(odds * won + (1 - odds) * lost).toBeLessThanOrEqual(Math.exp(state.logWealth) * (1 + 1e-9));
        },
      ),
    ));

  it('tells better from worse no better than it tells worse from better', () =>
    fc.assert(
      fc.property(
        labels.filter((given) => given.every(({ confidence }) => confidence !== 0.5)),
        (given) =>
          expect(
            after(given.map(({ confidence, solved }) => ({ confidence: 1 - confidence, solved: !solved }))).logWealth,
          ).toBeCloseTo(after(given).logWealth, 5),
      ),
    ));

  it('counts what was served, and survives storage', () =>
    fc.assert(
      fc.property(labels, (given) => {
        const state = after(given);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        expect(state.outcomes).toBe(given.length);
        expect(state.meanConfidence).toBeCloseTo(
          given.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, given.length),
          9,
        );
        expect(state.solveRate).toBeCloseTo(given.filter(({ solved }) => solved).length / Math.max(1, given.length), 9);
      }),
    ));

  it('alarms in at most alpha of endless calibrated traffic, counted at an alpha that can be counted', () => {
    const alarms = Array.from({ length: 500 }, (_, seed) => {
      const next = served(seed);
      let state = driftInitial({ alpha: 0.1, tolerance: 0 });
      while (state.outcomes < 1000 && !state.alarmed) state = driftStep(state, next());
      return Number(state.alarmed);
    }).reduce((sum, alarm) => sum + alarm, 0);
    expect(alarms).toBeLessThan(50 + 3 * Math.sqrt(45));
    expect(alarms).toBeGreaterThan(0);
  });

  it('finds a version that became worse by 22 points, after 500 right answers, within 200 outcomes on average; after 100,000 within 300', () => {
    const delay = (calibrated: number, seed: number): number => {
      const [right, wrong] = [served(seed), served(seed + 1e6, (logOdds) => logistic(logOdds - 1.5))];
      let state = driftInitial();
      while (state.outcomes < calibrated) state = driftStep(state, right());
      expect(state.alarmed).toBe(false);
      while (!state.alarmed) state = driftStep(state, wrong());
      return state.outcomes - calibrated;
    };
    const mean = (calibrated: number, runs: number): number =>
      Array.from({ length: runs }, (_, seed) => delay(calibrated, seed)).reduce((sum, each) => sum + each, 0) / runs;
    expect(mean(500, 50)).toBeLessThan(200);
    expect(mean(100_000, 3)).toBeLessThan(300);
  });

  it('stays as large as at the start, and stays alarmed', () => {
    const size = JSON.stringify(after([])).length;
    const wrong = after(Array.from({ length: 5000 }, () => ({ confidence: 0.9, solved: false })));
    expect(JSON.stringify(wrong).length).toBeLessThan(size + 400);
    expect(wrong).toMatchObject({ alarmed: true, outcomes: 5000, solveRate: 0 });
    expect(driftStep(wrong, { confidence: 0.9, solved: true }).alarmed).toBe(true);
  });

  it.each([1.1, -0.1, NaN])('refuses confidence %p', (confidence) =>
    expect(() => driftStep(driftInitial(), { confidence, solved: true })).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }),
    ),
  );

  it.each([{ alpha: 0 }, { alpha: NaN }, { tolerance: -1 }, { tolerance: 0.5 }])('refuses policy %j', (change) =>
    expect(() => driftInitial({ ...driftDefaults, ...change })).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        violations: [expect.objectContaining({ path: Object.keys(change)[0] })],
      }),
    ),
  );
});
