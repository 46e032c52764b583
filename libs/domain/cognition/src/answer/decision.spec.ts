import fc from 'fast-check';
import type { Abstention, VersionCalibration } from '@ao/science';
import { decisionOf } from './decision.js';

const fitted = { labels: 500, split: 'dev', eceBefore: 0.2, eceAfter: 0.01, logLoss: {}, reason: '' } as const;
const abstention = (more: Partial<Abstention> = {}): Abstention => ({
  threshold: 0.7,
  targetRisk: 0.1,
  confidence: 0.95,
  coverage: 0.5,
  action: 'abstain',
  escalateTo: '',
  ...more,
});
const version = (held: Abstention | null, t = 2): VersionCalibration => ({
  method: 'temperature',
  parameters: { t },
  fitted,
  abstention: held,
});
const escalating = version(abstention({ action: 'escalate', escalateTo: 'helps/qa' }));
const confidences = fc.double({ min: 0, max: 1, noNaN: true });
const said = (confidence: number | null, refused = false) => ({ confidence, refused });

it('serves what the agent says where there is no calibration', () => {
  fc.assert(
    fc.property(confidences, (confidence) =>
      expect(decisionOf(null, said(confidence))).toEqual({ decision: 'answered', confidence }),
    ),
  );
  expect(decisionOf(null, said(null))).toEqual({ decision: 'answered', confidence: null });
});

it('serves the recalibrated confidence, and answers always without a threshold', () => {
  fc.assert(
    fc.property(confidences, (raw) => {
      const { decision, confidence } = decisionOf(version(null), said(raw));
      expect(decision).toBe('answered');
      // At a temperature of 2 every confidence lies nearer to 1/2, on its own side.
      expect(Math.abs((confidence ?? NaN) - 0.5)).toBeLessThanOrEqual(Math.abs(raw - 0.5) + 1e-12);
      expect(Math.sign((confidence ?? NaN) - 0.5) * Math.sign(raw - 0.5)).toBeGreaterThanOrEqual(0);
    }),
  );
});

it("holds the threshold against the recalibrated confidence, not the agent's own", () => {
  fc.assert(
    fc.property(confidences, fc.double({ min: 0, max: 1.5, noNaN: true }), (raw, threshold) => {
      const { decision, confidence } = decisionOf(version(abstention({ threshold })), said(raw));
      expect(decision).toBe((confidence ?? NaN) < threshold ? 'abstained' : 'answered');
    }),
  );
  expect(decisionOf(version(abstention()), said(0.8))).toMatchObject({ decision: 'abstained' });
  expect(decisionOf(version(abstention(), 1), said(0.8))).toMatchObject({ decision: 'answered' });
});

it('passes on to the other slot what it withholds, where the version says so', () => {
  expect(decisionOf(escalating, said(0.8))).toMatchObject({ decision: 'escalated', escalateTo: 'helps/qa' });
  expect(decisionOf(escalating, said(0.99))).toMatchObject({ decision: 'answered' });
});

it('withholds what has no confidence only where a threshold would have to hold', () => {
  expect(decisionOf(version(null), said(null))).toEqual({ decision: 'answered', confidence: null });
  expect(decisionOf(version(abstention({ threshold: 0 })), said(null))).toEqual({
    decision: 'abstained',
    confidence: null,
  });
  expect(decisionOf(escalating, said(null))).toEqual({
    decision: 'escalated',
    escalateTo: 'helps/qa',
    confidence: null,
  });
});

it('withholds what the agent refused, however sure it is', () => {
  expect(decisionOf(null, said(1, true))).toEqual({ decision: 'abstained', confidence: 1 });
  expect(decisionOf(escalating, said(1, true))).toMatchObject({ decision: 'escalated' });
});

it('serves no calibration that gives no probability', () => {
  expect(() => decisionOf({ ...version(null), parameters: {} }, said(0.8))).toThrow(
    expect.objectContaining({ code: 'failed_precondition' }),
  );
});
