import type { VersionCalibration } from '@ao/science';
import { fitCalibration } from '@ao/science';
import { withCovered, wouldNotAnswer } from './coverage.js';

const calibrated = (threshold: number): VersionCalibration => ({
  ...fitCalibration([], {
    method: 'none',
    targetRisk: 0,
    riskConfidence: 0.95,
    action: 'abstain',
    escalateTo: '',
    seed: 1,
  }),
  abstention: { threshold, targetRisk: 0.05, confidence: 0.95, coverage: 0, action: 'abstain', escalateTo: '' },
});
const none = { answered: 0, runs: 0 };
const block = {
  solved: '1101',
  latencyMs: [1, 1, 1, 1],
  tokens: [0, 0, 0, 0],
  confidence: [0.9, 0.6, null, 0.8],
  refused: '0001',
};

it('counts the runs that the slot would answer: not declined, and as sure as the threshold', () => {
  expect(withCovered({ calibration: calibrated(0.7), coverage: none }, block)).toEqual({ answered: 1, runs: 4 });
  expect(withCovered({ calibration: calibrated(0.5), coverage: { answered: 1, runs: 4 } }, block)).toEqual({
    answered: 3,
    runs: 8,
  });
  expect(withCovered({ calibration: null, coverage: none }, block)).toEqual({ answered: 3, runs: 4 });
});

it('holds a candidate that would never answer, or answers less than the least', () => {
  const coverage = (answered: number) => ({ calibration: calibrated(0.7), coverage: { answered, runs: 100 } });
  expect(wouldNotAnswer({ ...coverage(0), calibration: calibrated(2) }, 0.1)).toMatch(/would never answer/);
  expect(wouldNotAnswer(coverage(9), 0.1)).toMatch(/would answer only 9.0 % of the inputs/);
  expect(wouldNotAnswer(coverage(10), 0.1)).toBeUndefined();
  expect(wouldNotAnswer(coverage(0), 0)).toBeUndefined();
});

it('asks nothing of a candidate without a threshold', () =>
  expect(wouldNotAnswer({ calibration: null, coverage: { answered: 0, runs: 100 } }, 0.1)).toBeUndefined());
