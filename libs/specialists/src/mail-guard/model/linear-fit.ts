import type { LinearModel } from './linear-model.js';
import { squaredLengths } from './sparse-rows.js';
import type { FitInput } from './training-rows.js';
import type { BinaryProblem } from './dual-descent.js';

const fill = (signs: Int8Array, { labelOfRow, use }: FitInput, label: number): void => {
  for (const row of use) signs[row] = labelOfRow[row] === label ? 1 : -1;
};

/** Fits one label against the rest for each label; of two labels the second is the first's opposite. Rows should have length 1. */
export const fitOneAgainstRest = (
  input: FitInput,
  cost: number,
  solve: (problem: BinaryProblem) => void,
): LinearModel => {
  const { rows, labels, use } = input;
  const count = rows.starts.length - 1;
  const model = { bias: new Float64Array(labels), weights: new Float32Array(rows.width * labels) };
  const problem: BinaryProblem = {
    rows,
    squaredLengths: squaredLengths(rows),
    use,
    signs: new Int8Array(count),
    cost,
    weights: new Float64Array(rows.width + 1),
    duals: new Float64Array(count),
  };
  const write = (label: number, sign: number): void => {
    model.bias[label] = sign * problem.weights[rows.width]!;
    for (let column = 0; column < rows.width; column++)
      model.weights[column * labels + label] = sign * problem.weights[column]!;
  };
  for (let label = 0; label < (labels === 2 ? 1 : labels); label++) {
    fill(problem.signs, input, label);
    problem.weights.fill(0);
    problem.duals.fill(0);
    solve(problem);
    write(label, 1);
    if (labels === 2) write(1, -1);
  }
  return model;
};
