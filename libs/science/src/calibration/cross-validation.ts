import { rngOf, shuffled } from '../random/rng.js';
import { logLoss, type Label } from './label.js';
import { methods, type CalibrationMethod } from './methods.js';

const folds = 5;

/** Which fold each label is in: items as a whole, dealt out in an order of the seed. */
const foldsOf = (labels: readonly Label[], seed: number): readonly number[] => {
  const nameOf = ({ itemId }: Label, index: number): string => (itemId === undefined ? `#${index}` : `=${itemId}`);
  const names = [...new Set(labels.map(nameOf))];
  const fold = new Map(
    shuffled(rngOf(seed, 'calibration', 'folds'), names).map((name, place) => [name, place % folds]),
  );
  return labels.map((label, index) => fold.get(nameOf(label, index)) as number);
};

/** Each label's confidence recalibrated by a map that was fitted without its fold, in the order of the labels. */
export type HeldOut = Readonly<Record<CalibrationMethod, readonly number[]>>;

export const heldOutConfidences = (
  labels: readonly Label[],
  candidates: readonly CalibrationMethod[],
  seed: number,
): Partial<HeldOut> => {
  const fold = foldsOf(labels, seed);
  const others = Array.from({ length: folds }, (_, held) => labels.filter((__, index) => fold[index] !== held));
  const of = (name: CalibrationMethod): number[] => {
    const { fit, apply } = methods[name];
    const fitted = others.map(fit);
    return labels.map(({ confidence }, index) =>
      apply(fitted[fold[index] as number] as ReturnType<typeof fit>, confidence),
    );
  };
  return Object.fromEntries(candidates.map((name) => [name, of(name)]));
};

/** The log loss of each label. */
export const lossesOf = (labels: readonly Label[], confidences: readonly number[]): readonly number[] =>
  labels.map(({ solved }, index) => logLoss(confidences[index] as number, solved));
