import { deviation, noMoments, withValue } from '../inference/betting/moments.js';
import { abstentionOf, type AbstentionOptions } from './abstention.js';
import { calibrationMeasures } from './calibration-measures.js';
import { heldOutConfidences, lossesOf } from './cross-validation.js';
import { checkConfidence, refuse, type Label } from './label.js';
import { calibrationMethods, methods, type CalibrationMethod } from './methods.js';
import { reliabilityAccumulator } from './reliability.js';
import type { CalibrationFit, VersionCalibration } from './version-calibration.js';

/** How a version is calibrated; the seed deals the folds too. */
export interface CalibrationOptions extends AbstentionOptions {
  readonly method: 'auto' | CalibrationMethod;
}

/** Fewer labels than this give no map that could be trusted more than the agent. */
export const fewestLabels = 50;

/** How many standard errors of the paired difference a simpler method may lie behind the best and still be taken (after Breiman, Friedman, Olshen and Stone, 1984, who take one). */
const nearTie = 1;

interface Choice {
  readonly method: CalibrationMethod;
  readonly reason: string;
}

type Losses = Readonly<Partial<Record<CalibrationMethod, readonly number[]>>>;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The simplest method whose losses are as good as the best's. */
const chosen = (losses: Losses): Choice => {
  const names = calibrationMethods.filter((name) => losses[name] !== undefined);
  const of = (name: CalibrationMethod): readonly number[] => losses[name] as readonly number[];
  const best = names.reduce((a, b) => (mean(of(b)) < mean(of(a)) ? b : a));
  const nearBest = (name: CalibrationMethod): boolean => {
    const behind = of(name).map((loss, index) => loss - (of(best)[index] as number));
    return mean(behind) <= (nearTie * deviation(behind.reduce(withValue, noMoments))) / Math.sqrt(behind.length);
  };
  const method = names.find(nearBest) as CalibrationMethod;
  if (method === 'none')
    return {
      method,
      reason:
        best === 'none'
          ? 'no method lowers the cross-validated log loss of the confidences as they are'
          : `${best} lowers the cross-validated log loss by no more than chance might`,
    };
  return {
    method,
    reason:
      method === best
        ? `${method} has the lowest cross-validated log loss`
        : `${method} has a cross-validated log loss as low as ${best}'s within chance, and is simpler`,
  };
};

const eceOf = (labels: readonly Label[], confidences: readonly number[]): number | null => {
  const accumulator = reliabilityAccumulator();
  labels.forEach(({ solved }, index) => accumulator.add(confidences[index] as number, solved));
  return calibrationMeasures(accumulator.data())?.ece.value ?? null;
};

const fitOf = (
  labels: readonly Label[],
  { method, seed }: CalibrationOptions,
): CalibrationFit & { readonly method: CalibrationMethod } => {
  const said = labels.map(({ confidence }) => confidence);
  const eceBefore = eceOf(labels, said);
  const base = { labels: labels.length, split: 'dev', eceBefore } as const;
  if (labels.length < fewestLabels)
    return {
      ...base,
      method: 'none',
      eceAfter: eceBefore,
      logLoss: {},
      reason: `${labels.length} labels: at least ${fewestLabels} are needed`,
    };
  const heldOut = heldOutConfidences(labels, calibrationMethods, seed);
  const losses: Losses = Object.fromEntries(
    calibrationMethods.map((name) => [name, lossesOf(labels, heldOut[name] as readonly number[])]),
  );
  const choice = method === 'auto' ? chosen(losses) : { method, reason: 'asked for' };
  return {
    ...base,
    ...choice,
    eceAfter: eceOf(labels, heldOut[choice.method] as readonly number[]),
    logLoss: Object.fromEntries(calibrationMethods.map((name) => [name, mean(losses[name] as readonly number[])])),
  };
};

/**
 * Fits how the confidences of a version are served, on its labels of dev: the map of the method asked for, or with `auto` the simplest one of those with the lowest cross-validated log loss; and, for a
 * target risk above 0, the threshold under which it should not answer. The same labels and seed give the same fit. Throws `invalid_argument` for a confidence outside [0, 1] or an option out of range.
 */
export const fitCalibration = (labels: readonly Label[], options: CalibrationOptions): VersionCalibration => {
  refuse(
    'these labels cannot be fitted',
    labels.flatMap(({ confidence }, index) => checkConfidence(confidence, `labels[${index}].confidence`)).slice(0, 10),
  );
  const { method, ...fitted } = fitOf(labels, options);
  const parameters = methods[method].fit(labels);
  return {
    method,
    parameters,
    fitted,
    abstention: abstentionOf(labels, (confidence) => methods[method].apply(parameters, confidence), options),
  };
};
