import * as fc from 'fast-check';
import { pooled } from './isotonic.js';
import { logistic, logit, tempered, type Label } from './label.js';
import { fitLogistic } from './logistic-fit.js';
import { calibrationMethods, methods } from './methods.js';

const confidences = [
  0.03, 0.44, 0.849, 0.295, 0.705, 0.151, 0.56, 0.97, 0.416, 0.825, 0.271, 0.681, 0.126, 0.536, 0.946, 0.392, 0.801,
  0.247, 0.657, 0.102, 0.512, 0.922, 0.367, 0.777, 0.223, 0.633, 0.078, 0.488, 0.898, 0.343, 0.753, 0.199, 0.608, 0.054,
  0.464, 0.874, 0.319, 0.729, 0.175, 0.584,
];
const solved = [
  0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0,
  0,
].map(Boolean);
const observed = (features: (confidence: number) => number[]) =>
  confidences.map((confidence, index) => ({ features: features(confidence), solved: solved[index] as boolean }));
const free = { centre: 0, least: -Infinity };

/** Golden values: LogisticRegression and IsotonicRegression of scikit-learn 1.9.1 on the labels above. */
describe('as scikit-learn', () => {
  it.each([
    ['with an offset', (c: number) => [logit(c), 1], [0.5611684, -0.11693375]],
    ['without', (c: number) => [logit(c)], [0.55947405]],
    ['on two logarithms', (c: number) => [Math.log(c), -Math.log(1 - c), 1], [1.10047564, 0.08952094, 0.7770958]],
  ])('fits log odds %s', (_, features, weights) => {
    fitLogistic(
      observed(features),
      weights.map(() => free),
      1e-9,
    ).forEach((weight, index) => expect(weight).toBeCloseTo(weights[index] as number, 4));
  });

  it('fits with a prior', () => {
    const [a, b] = fitLogistic(
      observed((c) => [Math.log(c), -Math.log(1 - c)]),
      [free, free],
      0.5,
    );
    expect(a).toBeCloseTo(0.62286617, 5);
    expect(b).toBeCloseTo(0.44247385, 5);
  });

  it('pools adjacent violators', () => {
    const blocks = confidences
      .map((x, index) => ({ weight: 1, x, y: Number(solved[index]) }))
      .sort((a, b) => a.x - b.x);
    expect(pooled(blocks).map(({ weight, y }) => [weight, Number(y.toFixed(10))])).toEqual([
      [7, 0],
      [10, 0.4],
      [10, 0.5],
      [10, 0.7],
      [3, 1],
    ]);
  });
});

it('holds weights at their least, and fits the others with them there', () => {
  const falling = observed((c) => [-logit(c), 1]);
  const [slope, offset] = fitLogistic(falling, [{ centre: 1, least: 0.01 }, free], 1e-9);
  expect(slope).toBe(0.01);
  // The best offset makes the mean probability the solve rate.
  const mean =
    confidences.reduce((sum, c) => sum + logistic(-0.01 * logit(c) + (offset as number)), 0) / confidences.length;
  expect(mean).toBeCloseTo(solved.filter(Boolean).length / solved.length, 6);
});

const labels: fc.Arbitrary<Label[]> = fc.array(
  fc.record({ confidence: fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000), solved: fc.boolean() }),
  { minLength: 2, maxLength: 80 },
);
const places = Array.from({ length: 101 }, (_, index) => index / 100);

describe.each(calibrationMethods)('%s', (name) => {
  const { fit, apply } = methods[name];

  it('rises strictly between the confidences that count as certain, whatever it was fitted on', () =>
    fc.assert(
      fc.property(labels, (given) => {
        const map = fit(given);
        const served = places.map((place) => apply(map, tempered(place)));
        for (let index = 1; index < served.length; index++)
          expect(served[index] as number).toBeGreaterThan(served[index - 1] as number);
        for (const value of served) expect(value > 0 && value < 1).toBe(true);
      }),
    ));

  it('does not depend on the order of labels', () =>
    fc.assert(
      fc.property(labels, (given) => {
        const [map, other] = [fit(given), fit([...given].reverse())];
        for (const place of places) expect(apply(other, place)).toBeCloseTo(apply(map, place), 6);
      }),
    ));

  it('is symmetric: confidence and outcome turned around turn the map around', () =>
    fc.assert(
      fc.property(labels, (given) => {
        const turned = fit(given.map((label) => ({ confidence: 1 - label.confidence, solved: !label.solved })));
        const map = fit(given);
        for (const place of places) expect(1 - apply(turned, 1 - place)).toBeCloseTo(apply(map, place), 5);
      }),
    ));

  it('survives storage', () =>
    fc.assert(fc.property(labels, (given) => expect(JSON.parse(JSON.stringify(fit(given)))).toEqual(fit(given)))));
});

it('the pooled curve is the non-decreasing one of least squares, by brute force over all of a grid', () =>
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), (outcomes) => {
      const blocks = pooled(outcomes.map((outcome, x) => ({ weight: 1, x, y: Number(outcome) })));
      const fitted = blocks.flatMap(({ weight, y }) => Array.from({ length: Math.round(weight) }, () => y));
      const loss = (values: readonly number[]): number =>
        values.reduce((sum, value, index) => sum + (value - Number(outcomes[index])) ** 2, 0);
      const grid = Array.from({ length: 13 }, (_, index) => index / 12);
      const least = (index: number, from: number, lost: number): number =>
        index === outcomes.length
          ? lost
          : Math.min(
              ...grid
                .filter((value) => value >= from)
                .map((value) => least(index + 1, value, lost + (value - Number(outcomes[index])) ** 2)),
            );
      expect(loss(fitted)).toBeLessThanOrEqual(least(0, 0, 0) + 1e-9);
    }),
    { numRuns: 30 },
  ));
