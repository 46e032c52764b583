import type { FieldViolation } from '@ao/kernel';
import { gateMetrics, type GatePolicy } from './gate-policy.js';

const mostRuns = 32;

const when = (wrong: boolean, path: string, message: string): FieldViolation[] => (wrong ? [{ path, message }] : []);

const share = (path: string, value: number): FieldViolation[] => when(!(value > 0 && value < 1), path, `must lie between 0 and 1, not ${value}`);

const count = (path: string, value: number, most = Infinity): FieldViolation[] =>
  when(!Number.isSafeInteger(value) || value < 1 || value > most, path, `must be a whole number ${most === Infinity ? 'of at least 1' : `from 1 to ${most}`}, not ${value}`);

const margin = (path: string, value: number | null): FieldViolation[] =>
  when(value !== null && !(value >= 0 && Number.isFinite(value)), path, `must be 0 or more, or null for no guardrail, not ${value}`);

const boundedMargin = (path: string, value: number | null): FieldViolation[] => when(value !== null && !(value >= 0 && value <= 1), path, `must be from 0 to 1, or null for no guardrail, not ${value}`);

const slices = (named: GatePolicy['slices']): FieldViolation[] =>
  named.flatMap(({ name, margin: allowed }, index) => [
    ...when(name === '', `slices.${index}.name`, 'must not be empty'),
    ...when(named.findIndex((slice) => slice.name === name) < index, `slices.${index}.name`, `must be named once: "${name}"`),
    ...when(!(allowed >= 0 && allowed <= 1), `slices.${index}.margin`, `must be from 0 to 1, not ${allowed}`),
  ]);

const guards = (policy: GatePolicy): FieldViolation[] => [
  ...margin('latencyMargin', policy.latencyMargin),
  ...when(!(policy.latencyFloorMs > 0 && Number.isFinite(policy.latencyFloorMs)), 'latencyFloorMs', `must be above 0, not ${policy.latencyFloorMs}`),
  ...margin('tokensMargin', policy.tokensMargin),
  ...margin('costMargin', policy.costMargin),
  ...boundedMargin('calibrationMargin', policy.calibrationMargin),
  ...boundedMargin('solveMargin', policy.solveMargin),
  ...slices(policy.slices),
  ...boundedMargin('refusalMargin', policy.refusalMargin),
  ...margin('lengthMargin', policy.lengthMargin),
  ...when(!(policy.lengthFloorChars >= 0 && Number.isFinite(policy.lengthFloorChars)), 'lengthFloorChars', `must be 0 or more, not ${policy.lengthFloorChars}`),
  ...share('guardrailAlpha', policy.guardrailAlpha),
];

/** What is wrong with a policy; nothing when it can be used. */
export const checkGatePolicy = (policy: GatePolicy): FieldViolation[] => [
  ...when(!gateMetrics.includes(policy.metric), 'metric', `must be one of ${gateMetrics.join(', ')}, not "${policy.metric}"`),
  ...count('runsPerItem', policy.runsPerItem, mostRuns),
  ...share('alpha', policy.alpha),
  ...count('minPairs', policy.minPairs),
  ...count('maxPairs', policy.maxPairs),
  ...when(policy.maxPairs < policy.minPairs, 'maxPairs', `must be at least minPairs, ${policy.minPairs}, not ${policy.maxPairs}`),
  ...share('minGain', policy.minGain),
  ...when(!(policy.futility >= 0 && policy.futility < 1), 'futility', `must be from 0 to below 1, not ${policy.futility}`),
  ...guards(policy),
];
