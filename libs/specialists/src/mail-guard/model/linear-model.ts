import type { SparseRows } from './sparse-rows.js';

/** A linear model over columns: score of a label = bias + sum of weight x feature. The probabilities are the softmax of the scores. */
export interface LinearModel {
  /** One per label. */
  readonly bias: Float64Array;
  /** `labels` numbers per column, column after column. */
  readonly weights: Float32Array;
}

/** Softmax of `scale` x scores, in place. */
export const softmax = (scores: Float64Array, scale = 1): Float64Array => {
  let top = -Infinity;
  for (let label = 0; label < scores.length; label++) top = Math.max(top, scores[label]!);
  let sum = 0;
  for (let label = 0; label < scores.length; label++) {
    const weight = Math.exp(scale * (scores[label]! - top));
    scores[label] = weight;
    sum += weight;
  }
  for (let label = 0; label < scores.length; label++) scores[label]! /= sum;
  return scores;
};

/** Adds `value` of a column to the scores of all labels. */
const addColumn = (scores: Float64Array, { weights }: LinearModel, column: number, value: number): void => {
  const start = column * scores.length;
  for (let label = 0; label < scores.length; label++) scores[label]! += value * weights[start + label]!;
};

/** The scores of one text's features, by column. */
export const scoresOf = (model: LinearModel, features: Iterable<readonly [number, number]>): Float64Array => {
  const scores = model.bias.slice();
  for (const [column, value] of features) addColumn(scores, model, column, value);
  return scores;
};

/** The scores of one of the rows. */
export const scoresOfRow = (model: LinearModel, rows: SparseRows, row: number): Float64Array => {
  const scores = model.bias.slice();
  for (let index = rows.starts[row]!; index < rows.starts[row + 1]!; index++)
    addColumn(scores, model, rows.columns[index]!, rows.values[index]!);
  return scores;
};
