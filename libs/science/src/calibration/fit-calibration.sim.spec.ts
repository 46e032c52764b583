import * as fc from 'fast-check';
import { gaussian, rngOf, uniform } from '../random/rng.js';
import { abstentionOf, binomialAtMost } from './abstention.js';
import { fitCalibration, type CalibrationOptions } from './fit-calibration.js';
import { logistic, logit, type Label } from './label.js';
import { abstains, recalibrated, type Abstention } from './version-calibration.js';

const options: CalibrationOptions = {
  method: 'auto',
  targetRisk: 0,
  riskConfidence: 0.95,
  action: 'abstain',
  escalateTo: '',
  seed: 1,
};

interface World {
  readonly said: (rng: ReturnType<typeof rngOf>) => number;
  readonly truth: (confidence: number) => number;
}

const spread = (rng: ReturnType<typeof rngOf>): number => logistic(1 + 1.6 * gaussian(rng));
const labelsOf = ({ said, truth }: World, count: number, seed: number): Label[] => {
  const rng = rngOf(seed, 'labels');
  return Array.from({ length: count }, () => {
    const confidence = said(rng);
    return { confidence, solved: uniform(rng) < truth(confidence) };
  });
};
const given = fc.array(
  fc.record({ confidence: fc.integer({ min: 0, max: 20 }).map((value) => value / 20), solved: fc.boolean() }),
  { maxLength: 90 },
);

describe('fitCalibration', () => {
  it.each([
    ['none', (c: number) => c],
    ['temperature', (c: number) => logistic(logit(c) / 3)],
    ['platt', (c: number) => logistic(0.8 * logit(c) - 1.5)],
    ['beta', (c: number) => logistic(0.1 * Math.log(c) - 1.5 * Math.log(1 - c) - 2.5)],
    ['isotonic', (c: number) => (c < 0.45 ? 0.1 : c < 0.8 ? 0.5 : 0.95)],
  ] as const)('chooses %s where the truth is of that form, and comes near it', (method, truth) => {
    const fitted = fitCalibration(labelsOf({ said: spread, truth }, 4000, 3), options);
    expect(fitted).toMatchObject({ method, abstention: null, fitted: { labels: 4000, split: 'dev' } });
    expect(fitted.fitted.eceAfter as number).toBeLessThan(0.025);
    expect(fitted.fitted.eceAfter as number).toBeLessThanOrEqual((fitted.fitted.eceBefore as number) + 1e-9);
    const losses = Object.values(fitted.fitted.logLoss);
    expect(fitted.fitted.logLoss[method] as number).toBeLessThan(Math.min(...losses) + 0.01);
  });

  it('stays with what the agent says below 50 labels, and says why', () => {
    const fitted = fitCalibration(labelsOf({ said: spread, truth: () => 0.1 }, 49, 1), { ...options, method: 'platt' });
    expect(fitted).toMatchObject({
      method: 'none',
      parameters: {},
      fitted: { labels: 49, reason: '49 labels: at least 50 are needed' },
    });
    expect(recalibrated(fitted, 0.73)).toBe(0.73);
  });

  it('says why it leaves the confidences alone', () =>
    expect(fitCalibration(labelsOf({ said: spread, truth: (c) => c }, 600, 5), options).fitted.reason).toMatch(
      /^no method lowers|by no more than chance might$/,
    ));

  it('takes the method that is asked for', () =>
    expect(
      fitCalibration(labelsOf({ said: spread, truth: (c) => c }, 100, 1), { ...options, method: 'beta' }),
    ).toMatchObject({ method: 'beta', fitted: { reason: 'asked for' } }));

  it.each([true, false])('is finite and near where every outcome is %p', (solved) => {
    const fitted = fitCalibration(
      Array.from({ length: 500 }, (_, index) => ({ confidence: (index % 10) / 10, solved })),
      options,
    );
    const served = recalibrated(fitted, 0.5);
    expect(Math.abs(served - Number(solved))).toBeLessThan(0.06);
    expect(served > 0 && served < 1).toBe(true);
  });

  it('gives the same for the same labels and seed, also through storage, and rises', () =>
    fc.assert(
      fc.property(given, (labels) => {
        const fitted = fitCalibration(labels, { ...options, targetRisk: 0.2 });
        expect(JSON.parse(JSON.stringify(fitCalibration(labels, { ...options, targetRisk: 0.2 })))).toEqual(fitted);
        for (let place = 1; place <= 100; place++)
          expect(recalibrated(fitted, place / 100)).toBeGreaterThanOrEqual(recalibrated(fitted, (place - 1) / 100));
      }),
      { numRuns: 40 },
    ));

  it('keeps the runs of an item in one fold: copies of labels do not pretend to be news', () => {
    const labels = labelsOf({ said: spread, truth: (c) => c }, 60, 9);
    const copied = labels.flatMap((label, item) => Array.from({ length: 8 }, () => ({ ...label, itemId: `i${item}` })));
    const isotonic = (fitted: ReturnType<typeof fitCalibration>): number =>
      (fitted.fitted.logLoss.isotonic as number) - (fitted.fitted.logLoss.none as number);
    expect(isotonic(fitCalibration(copied, options))).toBeGreaterThan(
      isotonic(
        fitCalibration(
          copied.map(({ confidence, solved }) => ({ confidence, solved })),
          options,
        ),
      ),
    );
  });

  it.each([1.5, -0.1, NaN, Infinity])('refuses confidence %p everywhere', (confidence) => {
    const refused = expect.objectContaining({
      code: 'invalid_argument',
      violations: [expect.objectContaining({ path: expect.stringContaining('confidence') })],
    });
    expect(() =>
      fitCalibration(
        [
          { confidence: 0.5, solved: true },
          { confidence, solved: true },
        ],
        options,
      ),
    ).toThrow(refused);
    expect(() => recalibrated(null, confidence)).toThrow(refused);
    expect(() => abstains(undefined, confidence)).toThrow(refused);
  });

  it.each([
    { targetRisk: 1 },
    { targetRisk: NaN },
    { targetRisk: 0.1, riskConfidence: 1 },
    { targetRisk: 0.1, riskConfidence: NaN },
  ])('refuses %j', (change) =>
    expect(() => fitCalibration([], { ...options, ...change })).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }),
    ),
  );
});

describe('abstention', () => {
  /** Golden values: binom.cdf of scipy 1.17.1. */
  it.each([
    [0, 29, 0.1, 0.04710128697246244],
    [3, 60, 0.1, 0.13739856941965792],
    [7, 50, 0.2, 0.19040981158219006],
    [50, 200, 0.3, 0.06954527985344405],
    [5, 5, 0.3, 1],
  ])('at most %d of %d at %d', (wrong, answered, risk, probability) =>
    expect(binomialAtMost(wrong, answered, risk)).toBeCloseTo(probability, 12),
  );

  it('never answers where nothing can be shown, and answers everything where everything is right', () => {
    expect(
      fitCalibration(labelsOf({ said: spread, truth: () => 0.5 }, 500, 1), { ...options, targetRisk: 0.1 }).abstention,
    ).toMatchObject({ threshold: 2, coverage: 0, targetRisk: 0.1, confidence: 0.95, action: 'abstain' });
    expect(fitCalibration([], { ...options, targetRisk: 0.1 }).abstention).toMatchObject({ threshold: 2, coverage: 0 });
    const sure = fitCalibration(labelsOf({ said: spread, truth: () => 1 }, 500, 1), {
      ...options,
      targetRisk: 0.1,
      action: 'escalate',
      escalateTo: 'a/b',
    });
    expect(sure.abstention).toMatchObject({ threshold: 0, coverage: 1, action: 'escalate', escalateTo: 'a/b' });
    expect(abstains(sure, recalibrated(sure, 0))).toBe(false);
  });

  it('does not abstain without a policy', () => {
    expect(abstains(null, 0)).toBe(false);
    expect(abstains(fitCalibration([], options), 0)).toBe(false);
  });

  it.each(['none', 'temperature', 'platt', 'beta', 'isotonic'] as const)(
    'answers the same confidences under %s as under any other map',
    (method) => {
      const labels = labelsOf({ said: (rng) => Math.round(20 * spread(rng)) / 20, truth: (c) => c * c }, 800, 2);
      const with_ = (of: typeof method): boolean[] => {
        const fitted = fitCalibration(labels, { ...options, method: of, targetRisk: 0.2 });
        return Array.from({ length: 21 }, (_, place) => abstains(fitted, recalibrated(fitted, place / 20)));
      };
      expect(with_(method)).toEqual(with_('none'));
      expect(new Set(with_(method)).size).toBe(2);
    },
  );

  it('counts the runs of an item once: copies prove nothing', () => {
    const labels = labelsOf({ said: spread, truth: () => 0.95 }, 60, 4);
    const copied = labels.flatMap((label, item) =>
      Array.from({ length: 20 }, () => ({ ...label, itemId: `i${item}` })),
    );
    expect(fitCalibration(copied, { ...options, targetRisk: 0.05 }).abstention).toMatchObject({ threshold: 2 });
  });

  // The last two: confidence knows nothing and every threshold is wrong; more confident is worse.
  it.each([
    ['rising', (c: number) => c ** 2, 0.2],
    ['knowing nothing', () => 0.7999, 0.2],
    ['falling', (c: number) => 0.9 - 0.3 * c, 0.2],
  ])('holds the risk in at least 95 %% of trials: %s', (_, truth, targetRisk) => {
    const grid = Array.from({ length: 2000 }, (__, index) => spread(rngOf(index, 'grid')));
    const trials = 300;
    const broken = Array.from({ length: trials }, (__, seed) => {
      const { threshold } = abstentionOf(labelsOf({ said: spread, truth }, 300, seed), (confidence) => confidence, {
        ...options,
        targetRisk,
        seed,
      }) as Abstention;
      const answered = grid.filter((confidence) => confidence >= threshold);
      return Number(
        answered.reduce((sum, confidence) => sum + 1 - truth(confidence), 0) > targetRisk * answered.length,
      );
    }).reduce((sum, each) => sum + each, 0);
    expect(broken).toBeLessThanOrEqual(0.05 * trials + 3 * Math.sqrt(0.05 * 0.95 * trials));
  });
});
