import { setImmediate } from 'node:timers/promises';
import { softmax, type LinearModel } from './linear-model.js';
import type { Row, TrainingRows } from './training-rows.js';

const { sqrt } = Math;

const epochs = 8;
const weightRate = 0.5;
const biasRate = 0.05;
/** `smoothing` counts in ten-thousandths of weight decay. */
const decayUnit = 1e-4;
/** Rows between two yields to the event loop. */
const batch = 100;

const sharesFactor = (one: number, other: number): boolean =>
  other === 0 ? one !== 1 : sharesFactor(other, one % other);

/** A fixed order that visits every row once: a stride near the golden section that shares no factor with the number of rows. */
const visitingOrder = (rows: number): readonly number[] => {
  let stride = Math.max(1, Math.round(rows * 0.618));
  while (sharesFactor(stride, rows)) stride++;
  return Array.from({ length: rows }, (_, index) => (index * stride) % rows);
};

/** The row scaled to length 1. */
const unitRow = (row: Row): Row => {
  const length = sqrt(row.weights.reduce((sum, weight) => sum + weight * weight, 0)) || 1;
  return { ...row, weights: row.weights.map((weight) => weight / length) };
};

interface Learner {
  readonly model: LinearModel;
  /** AdaGrad's sums of squared gradients, for the weights. */
  readonly squares: Float32Array;
  readonly decay: number;
}

const probabilitiesOf = ({ bias, weights }: LinearModel, row: Row): Float64Array => {
  const scores = Float64Array.from(bias);
  const width = scores.length;
  for (let index = 0; index < row.columns.length; index++) {
    const start = row.columns[index]! * width;
    for (let label = 0; label < width; label++) scores[label]! += row.weights[index]! * weights[start + label]!;
  }
  return softmax(scores);
};

const learn = ({ model, squares, decay }: Learner, row: Row): void => {
  const { bias, weights } = model;
  const width = bias.length;
  const errors = probabilitiesOf(model, row);
  errors[row.label]! -= 1;
  for (let index = 0; index < row.columns.length; index++) {
    const start = row.columns[index]! * width;
    for (let label = 0; label < width; label++) {
      const cell = start + label;
      const gradient = errors[label]! * row.weights[index]! + decay * weights[cell]!;
      squares[cell]! += gradient * gradient;
      weights[cell]! -= (weightRate * gradient) / sqrt(squares[cell]! + 1e-8);
    }
  }
  for (let label = 0; label < width; label++) bias[label]! -= biasRate * errors[label]!;
};

/**
 * Multinomial logistic regression on rows of length 1 by AdaGrad (Duchi, Hazan, Singer, JMLR 2011). A fixed number of passes in a fixed order:
 * the same rows give the same model. Yields to the event loop as it goes.
 */
export const fitLogistic = async (training: TrainingRows, smoothing: number): Promise<LinearModel> => {
  const model = {
    bias: new Float64Array(training.labels.length),
    weights: new Float32Array(training.columnOf.size * training.labels.length),
  };
  const learner = { model, squares: new Float32Array(model.weights.length), decay: smoothing * decayUnit };
  const rows = training.rows.map(unitRow);
  const order = visitingOrder(rows.length);
  for (let visit = 0; visit < epochs * order.length; visit++) {
    learn(learner, rows[order[visit % order.length]!]!);
    if (visit % batch === 0) await setImmediate();
  }
  return model;
};
