import fc from 'fast-check';
import { confidenceOf } from './confidence.js';

const scores = fc
  .array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 1, maxLength: 30 })
  .map((values) => values.sort((one, other) => other - one));

describe('confidence', () => {
  it('is 0 without a hit and 1 with a single one', () => {
    expect(confidenceOf([])).toBe(0);
    expect(confidenceOf([3])).toBe(1);
  });

  it('is evenly shared by a tie of two, and by ten at most', () => {
    expect(confidenceOf([2, 2])).toBeCloseTo(1 / 2);
    expect(confidenceOf(Array.from({ length: 30 }, () => 2))).toBeCloseTo(1 / 10);
  });

  it('is a probability that no scale of the scores changes', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, factor) => {
        const confidence = confidenceOf(values);
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(confidenceOf(values.map((value) => value * factor))).toBeCloseTo(confidence, 9);
      }),
    );
  });

  it('falls as a rival comes closer', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 0.001, max: 0.99, noNaN: true }),
        (one, other) => {
          fc.pre(Math.abs(one - other) > 1e-6);
          expect(confidenceOf([1, Math.max(one, other)])).toBeLessThan(confidenceOf([1, Math.min(one, other)]));
        },
      ),
    );
  });
});
