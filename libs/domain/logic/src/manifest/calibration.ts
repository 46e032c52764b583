import { canonicalJson, isName, names, unitLimits, violationsOf, type FieldViolation } from '@ao/kernel';

/** A threshold under which a version does not answer. */
export interface Abstention {
  /** Confidences below it are not answered: 0 answers always, above 1 never. */
  readonly threshold: number;
  /** Share of wrong answers among those given that is held. */
  readonly targetRisk: number;
  /** Probability with which it is held. */
  readonly confidence: number;
  /** Share of dev inputs that are answered. */
  readonly coverage: number;
  /** "abstain" or "escalate". */
  readonly action: string;
  /** The slot that answers instead, with "escalate"; otherwise empty. */
  readonly escalateTo: string;
}

/** How a version's confidences are served. It belongs to the unit and never changes. */
export interface Calibration {
  /** A key of the table below. */
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What it was fitted on, for readers: the rules do not look into it. */
  readonly fitted: Readonly<Record<string, unknown>>;
  /** null: it always answers. */
  readonly abstention: Abstention | null;
}

const methods: Readonly<Record<string, readonly string[]>> = {
  none: [],
  temperature: ['t'],
  platt: ['a', 'b'],
  beta: ['a', 'b', 'c'],
  isotonic: ['x', 'y'],
};

/** Parameters that keep the order of confidences: a threshold on one side stays a threshold on the other. */
const slopes: Readonly<Record<string, readonly string[]>> = { temperature: ['t'], platt: ['a'], beta: ['a', 'b'] };

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isShare = (value: number): boolean => value >= 0 && value <= 1;

/** Confidences that never fall. */
const isRising = (value: unknown): value is readonly number[] =>
  Array.isArray(value) &&
  value.every((each, index) => isNumber(each) && isShare(each) && (index === 0 || each >= value[index - 1]));

const stepViolations = ({ x, y }: Calibration['parameters'], path: string): FieldViolation[] => {
  const rising = violationsOf([
    [!isRising(x), `${path}.x`, 'must be a list of numbers from 0 to 1 that never fall'],
    [!isRising(y), `${path}.y`, 'must be a list of numbers from 0 to 1 that never fall'],
  ]);
  if (rising.length > 0) return rising;
  const [from, to] = [(x as readonly number[]).length, (y as readonly number[]).length];
  return violationsOf([
    [
      from !== to || from === 0 || from > unitLimits.calibrationSteps,
      path,
      `x and y must have the same number of steps, 1 to ${unitLimits.calibrationSteps}`,
    ],
  ]);
};

const numberViolations = (
  names: readonly string[],
  parameters: Calibration['parameters'],
  path: string,
): FieldViolation[] =>
  violationsOf(
    names.map((name) => [!isNumber(parameters[name]), `${path}.${name}`, 'must be a finite number'] as const),
  );

const parameterViolations = ({ method, parameters }: Calibration, path: string): FieldViolation[] => {
  const names = methods[method] as readonly string[];
  const unknown = Object.keys(parameters).filter((name) => !names.includes(name));
  return [
    ...violationsOf(
      unknown.map((name) => [true, path, `${method} has no parameter ${JSON.stringify(name.slice(0, 80))}`] as const),
    ),
    ...(method === 'isotonic' ? stepViolations(parameters, path) : numberViolations(names, parameters, path)),
    ...violationsOf(
      (slopes[method] ?? []).map(
        (name) => [(parameters[name] as number) <= 0, `${path}.${name}`, 'must be above 0'] as const,
      ),
    ),
  ];
};

const abstentionViolations = (
  { threshold, targetRisk, confidence, coverage, action, escalateTo }: Abstention,
  slot: string,
  path: string,
): FieldViolation[] =>
  violationsOf([
    [
      !(threshold >= 0 && threshold <= 2),
      `${path}.threshold`,
      'must be 0 to 1, or up to 2 for a version that never answers',
    ],
    [!isShare(targetRisk), `${path}.target_risk`, 'must be 0 to 1'],
    [!(confidence > 0 && confidence < 1), `${path}.confidence`, 'must lie between 0 and 1'],
    [!isShare(coverage), `${path}.coverage`, 'must be 0 to 1'],
    [action !== 'abstain' && action !== 'escalate', `${path}.action`, 'must be "abstain" or "escalate"'],
    [action === 'abstain' && escalateTo !== '', `${path}.escalate_to`, 'must be empty: nobody is asked instead'],
    [action === 'escalate' && !isName(names.slot, escalateTo), `${path}.escalate_to`, names.slot.demand],
    [action === 'escalate' && escalateTo === slot, `${path}.escalate_to`, 'must be another slot'],
  ]);

const isTooLong = (fitted: Calibration['fitted']): boolean => {
  try {
    return canonicalJson(fitted).length > unitLimits.calibrationFit;
  } catch {
    return true;
  }
};

/** What is wrong with the calibration of a patch of `slot`. */
export const calibrationViolations = (
  calibration: Calibration | undefined,
  slot: string,
  path: string,
): readonly FieldViolation[] => {
  if (calibration === undefined) return [];
  const { method, fitted, abstention } = calibration;
  if (!Object.hasOwn(methods, method))
    return [{ path: `${path}.method`, message: `must be ${Object.keys(methods).join(', ')}` }];
  return [
    ...parameterViolations(calibration, `${path}.parameters`),
    ...violationsOf([
      [isTooLong(fitted), `${path}.fitted`, `must be JSON of at most ${unitLimits.calibrationFit} characters`],
    ]),
    ...(abstention === null ? [] : abstentionViolations(abstention, slot, `${path}.abstention`)),
  ];
};

/** True where the version's own threshold says not to answer at this confidence; one that does not say its confidence is not above it. */
export const isUnderThreshold = (calibration: Calibration | undefined, confidence: number | null): boolean => {
  const abstention = calibration?.abstention ?? null;
  return abstention !== null && (confidence === null || confidence < abstention.threshold);
};
