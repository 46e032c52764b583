import { fitCalibration } from '@ao/science';
import { calibrationViolations, isUnderThreshold, type Abstention, type Calibration } from './calibration.js';

const abstention: Abstention = {
  threshold: 0.7,
  targetRisk: 0.05,
  confidence: 0.95,
  coverage: 0.8,
  action: 'abstain',
  escalateTo: '',
};
const platt: Calibration = {
  method: 'platt',
  parameters: { a: 1.1, b: -0.2 },
  fitted: { labels: 100 },
  abstention: null,
};
const paths = (wrong: Partial<Calibration>): readonly string[] =>
  calibrationViolations({ ...platt, ...wrong }, 'recall/qa', 'c').map(({ path }) => path);
const ofAbstention = (wrong: Partial<Abstention>): readonly string[] =>
  paths({ abstention: { ...abstention, ...wrong } });

it('accepts none, and each method with its parameters', () => {
  expect(calibrationViolations(undefined, 'recall/qa', 'c')).toEqual([]);
  expect(paths({})).toEqual([]);
  expect(paths({ method: 'none', parameters: {} })).toEqual([]);
  expect(paths({ method: 'temperature', parameters: { t: 2.5 } })).toEqual([]);
  expect(paths({ method: 'beta', parameters: { a: 0.5, b: 2, c: -3 } })).toEqual([]);
  expect(paths({ method: 'isotonic', parameters: { x: [0.2, 0.8], y: [0.3, 0.3] } })).toEqual([]);
});

it.each(['none', 'temperature', 'platt', 'beta', 'isotonic'] as const)('accepts what is fitted by %s', (method) => {
  const labels = Array.from({ length: 200 }, (_, index) => ({
    confidence: ((index * 37) % 100) / 100,
    solved: (index * 7) % 10 < 6,
  }));
  const fitted = fitCalibration(labels, {
    method,
    targetRisk: 0.01,
    riskConfidence: 0.95,
    action: 'escalate',
    escalateTo: 'chat/help',
    seed: 1,
  });
  expect(paths({ ...fitted, fitted: { ...fitted.fitted } })).toEqual([]);
});

it.each<[string, Partial<Calibration>]>([
  ['c.method', { method: 'spline' }],
  ['c.method', { method: 'toString' }],
  ['c.parameters.a', { parameters: { b: 1 } }],
  ['c.parameters.b', { parameters: { a: 1, b: Number.NaN } }],
  ['c.parameters.b', { parameters: { a: 1, b: '2' } }],
  ['c.parameters.a', { parameters: { a: -1, b: 0 } }],
  ['c.parameters', { parameters: { a: 1, b: 0, t: 1 } }],
  ['c.parameters.t', { method: 'temperature', parameters: { t: 0 } }],
  ['c.parameters.x', { method: 'isotonic', parameters: { x: 0.5, y: [0.5] } }],
  ['c.parameters.x', { method: 'isotonic', parameters: { x: [0.5, 0.4], y: [0.5, 0.6] } }],
  ['c.parameters.y', { method: 'isotonic', parameters: { x: [0.5], y: [1.5] } }],
  ['c.parameters', { method: 'isotonic', parameters: { x: [0.4, 0.5], y: [0.5] } }],
  ['c.parameters', { method: 'isotonic', parameters: { x: [], y: [] } }],
  ['c.fitted', { fitted: { reason: 'x'.repeat(20_001) } }],
])('refuses at %s: %j', (path, wrong) => expect(paths(wrong)).toEqual([path]));

it.each<[string, Partial<Abstention>]>([
  ['threshold', { threshold: Number.NaN }],
  ['threshold', { threshold: -0.1 }],
  ['threshold', { threshold: 2.1 }],
  ['target_risk', { targetRisk: 1.1 }],
  ['confidence', { confidence: 1 }],
  ['coverage', { coverage: -1 }],
  ['action', { action: 'guess' }],
  ['escalate_to', { escalateTo: 'chat/help' }],
  ['escalate_to', { action: 'escalate' }],
  ['escalate_to', { action: 'escalate', escalateTo: 'recall/qa' }],
])('refuses an abstention with a wrong %s: %j', (path, wrong) =>
  expect(ofAbstention(wrong)).toEqual([`c.abstention.${path}`]),
);

it('does not answer under its threshold, nor where nobody knows', () => {
  const careful = { ...platt, abstention };
  expect([0.69, 0.7, null].map((confidence) => isUnderThreshold(careful, confidence))).toEqual([true, false, true]);
  expect([0, null].map((confidence) => isUnderThreshold(platt, confidence))).toEqual([false, false]);
  expect(isUnderThreshold(undefined, 0)).toBe(false);
});
