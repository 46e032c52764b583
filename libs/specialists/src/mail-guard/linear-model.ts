/** A linear model over columns: score of a label = bias + sum of weight x feature. The probabilities are the softmax of the scores. */
export interface LinearModel {
  /** One per label. */
  readonly bias: Float64Array;
  /** `labels` numbers per column, column after column. */
  readonly weights: Float32Array;
}

/** Softmax, in place. */
export const softmax = (scores: Float64Array): Float64Array => {
  const top = Math.max(...scores);
  let sum = 0;
  for (let label = 0; label < scores.length; label++) {
    const weight = Math.exp((scores[label] ?? 0) - top);
    scores[label] = weight;
    sum += weight;
  }
  return scores.map((weight) => weight / sum);
};
