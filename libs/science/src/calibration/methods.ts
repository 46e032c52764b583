import type { CalibrationMethodName } from '@ao/kernel';
import { isotonicCurve, onCurve } from './isotonic.js';
import { logistic, logit, tempered, type Label } from './label.js';
import { fitLogistic, type WeightRule } from './logistic-fit.js';

export type CalibrationMethod = CalibrationMethodName;

/** Plain data: temperature {t}, platt {a, b}, beta {a, b, c}, isotonic {x, y}, none {}. */
export type CalibrationParameters = Readonly<Record<string, number | readonly number[]>>;

/** A family of rising maps of confidence, with how it is fitted. */
interface Method {
  readonly fit: (labels: readonly Label[]) => CalibrationParameters;
  readonly apply: (parameters: CalibrationParameters, confidence: number) => number;
}

/** Slopes are at least this, so that every map keeps the order of confidences strictly: a threshold on one side is a threshold on the other. */
const slope: WeightRule = { centre: 1, least: 0.01 };
const offset: WeightRule = { centre: 0, least: -Infinity };

const number = (parameters: CalibrationParameters, name: string): number => parameters[name] as number;

const weightsOf = (
  labels: readonly Label[],
  rules: readonly WeightRule[],
  features: (confidence: number) => readonly number[],
): readonly number[] =>
  fitLogistic(
    labels.map(({ confidence, solved }) => ({ features: features(tempered(confidence)), solved })),
    rules,
  );

/** Share of the confidence itself in the isotonic map, which is flat beyond its outermost knots. */
const ownShare = 1e-3;

/**
 * From the simplest on. temperature: sigmoid(logit(c) / t) (Guo, Pleiss, Sun and Weinberger, 2017, "On calibration of modern neural networks"). platt: sigmoid(a logit(c) + b) (Platt, 1999,
 * on log odds). beta: sigmoid(a ln c - b ln(1 - c) + c) (Kull, Silva Filho and Flach, 2017, "Beta calibration"). isotonic: Zadrozny and Elkan (2002), as `isotonicCurve` has it.
 */
export const methods: Readonly<Record<CalibrationMethod, Method>> = {
  none: { fit: () => ({}), apply: (_, confidence) => confidence },
  temperature: {
    fit: (labels) => {
      const [a] = weightsOf(labels, [slope], (c) => [logit(c)]);
      return { t: 1 / (a as number) };
    },
    apply: (parameters, confidence) => logistic(logit(tempered(confidence)) / number(parameters, 't')),
  },
  platt: {
    fit: (labels) => {
      const [a, b] = weightsOf(labels, [slope, offset], (c) => [logit(c), 1]);
      return { a: a as number, b: b as number };
    },
    apply: (parameters, confidence) =>
      logistic(number(parameters, 'a') * logit(tempered(confidence)) + number(parameters, 'b')),
  },
  beta: {
    fit: (labels) => {
      const [a, b, c] = weightsOf(labels, [slope, slope, offset], (confidence) => [
        Math.log(confidence),
        -Math.log(1 - confidence),
        1,
      ]);
      return { a: a as number, b: b as number, c: c as number };
    },
    apply: (parameters, confidence) => {
      const held = tempered(confidence);
      return logistic(
        number(parameters, 'a') * Math.log(held) -
          number(parameters, 'b') * Math.log(1 - held) +
          number(parameters, 'c'),
      );
    },
  },
  isotonic: {
    fit: (labels) => ({ ...isotonicCurve(labels) }),
    apply: ({ x, y }, confidence) =>
      (1 - ownShare) * onCurve({ x: x as readonly number[], y: y as readonly number[] }, confidence) +
      ownShare * tempered(confidence),
  },
};

export const calibrationMethods = Object.keys(methods) as readonly CalibrationMethod[];
