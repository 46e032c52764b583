import type { SparseRows } from './sparse-rows.js';

/** One label against the rest. Everything that grows with the rows or the columns is allocated here, before the first step. */
export interface BinaryProblem {
  readonly rows: SparseRows;
  /** Of each row, with the bias: see `squaredLengths`. */
  readonly squaredLengths: Float64Array;
  /** The rows to fit, in the order of the first pass. */
  readonly use: Int32Array;
  /** +1 for a row of the label, -1 for another; by row. */
  readonly signs: Int8Array;
  /** How much an error costs against the length of the weights. */
  readonly cost: number;
  /** Weights by column, the bias last. Filled by the solver, from 0. */
  readonly weights: Float64Array;
  /** The dual variables by row. Filled by the solver. */
  readonly duals: Float64Array;
}

const mostPasses = 100;

/** Of the order of the passes. */
const firstSeed = 0x9e3779b9 | 0;

/** A small generator for the order of the passes (xorshift, Marsaglia 2003): the same rows give the same model. */
const shuffle = (order: Int32Array, size: number, seed: number): number => {
  let state = seed;
  for (let index = size - 1; index > 0; index--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (index + 1);
    const held = order[index]!;
    order[index] = order[other]!;
    order[other] = held;
  }
  return state;
};

/** The score of a row. */
const scoreOf = ({ starts, columns, values, width }: SparseRows, weights: Float64Array, row: number): number => {
  let score = weights[width]!;
  for (let index = starts[row]!, end = starts[row + 1]!; index < end; index++)
    score += weights[columns[index]!]! * values[index]!;
  return score;
};

const addRow = (
  { starts, columns, values, width }: SparseRows,
  weights: Float64Array,
  row: number,
  step: number,
): void => {
  weights[width]! += step;
  for (let index = starts[row]!, end = starts[row + 1]!; index < end; index++)
    weights[columns[index]!]! += step * values[index]!;
};

/** Violation of the optimality conditions at which a support vector machine counts as solved. */
const hingeTolerance = 0.01;

/** One step on a row's dual variable: minimises the dual in it alone, and brings the weights up to date. Answers the projected gradient before the step. */
const hingeStep = (
  { rows, squaredLengths, signs, cost, weights, duals }: BinaryProblem,
  row: number,
  gradient: number,
): number => {
  const dual = duals[row]!;
  const projected = dual === 0 ? Math.min(0, gradient) : gradient;
  if (Math.abs(projected) < 1e-12) return projected;
  duals[row] = Math.max(0, dual - gradient / (squaredLengths[row]! + 0.5 / cost));
  addRow(rows, weights, row, (duals[row] - dual) * signs[row]!);
  return projected;
};

/**
 * Support vector machine with squared hinge loss: minimises |w|^2 / 2 + cost x sum of max(0, 1 - y w x)^2 by dual coordinate descent with shrinking
 * (Hsieh, Chang, Lin, Keerthi, Sundararajan, ICML 2008, algorithm 3). Rows whose dual stays at 0 are left out until the others are solved, then all are looked at again.
 */
export const solveSquaredHinge = (problem: BinaryProblem): void => {
  const { rows, use, signs, weights, duals } = problem;
  const diagonal = 0.5 / problem.cost;
  const active = use.slice();
  let [size, seed, limit] = [active.length, firstSeed, Infinity];
  for (let pass = 0; pass < mostPasses; pass++) {
    let [highest, lowest] = [-Infinity, Infinity];
    seed = shuffle(active, size, seed);
    for (let place = 0; place < size; place++) {
      const row = active[place]!;
      const gradient = signs[row]! * scoreOf(rows, weights, row) - 1 + diagonal * duals[row]!;
      if (duals[row] === 0 && gradient > limit) {
        active[place--] = active[--size]!;
        active[size] = row;
        continue;
      }
      const projected = hingeStep(problem, row, gradient);
      highest = Math.max(highest, projected);
      lowest = Math.min(lowest, projected);
    }
    limit = highest > 0 ? highest : Infinity;
    if (highest - lowest > hingeTolerance) continue;
    if (size === active.length) return;
    [size, limit] = [active.length, Infinity];
  }
};

/** Logistic regression counts as solved after a pass in which no dual moved by more than this share of the cost. */
const logisticTolerance = 0.003;
const mostNewtonSteps = 8;
/** A dual starts at this logit: near 0, as most rows are far from the border. */
const firstLogit = -9;

/** The root of `t + margin + squared x (cost x sigmoid(t) - dual)`, which grows with t: Newton's steps, halved where they leave what is known to hold the root. */
const rootOf = (start: number, margin: number, squared: number, cost: number): number => {
  const dual = cost / (1 + Math.exp(-start));
  let [low, high, logit] = [-Infinity, Infinity, start];
  for (let step = 0; step < mostNewtonSteps; step++) {
    const share = 1 / (1 + Math.exp(-logit));
    const value = logit + margin + squared * (cost * share - dual);
    if (Math.abs(value) < 1e-3) break;
    if (value > 0) high = logit;
    else low = logit;
    const next = logit - value / (1 + squared * cost * share * (1 - share));
    logit = next > low && next < high ? next : (low + high) / 2;
  }
  return logit;
};

/**
 * Logistic regression: minimises |w|^2 / 2 + cost x sum of log(1 + exp(-y w x)) by dual coordinate descent (Yu, Huang, Lin, Machine Learning 85, 2011).
 * Each dual lies between 0 and the cost; here its logit is kept, in which the equation of one step has a slope of at least 1 everywhere.
 */
export const solveLogistic = (problem: BinaryProblem): void => {
  const { rows, squaredLengths, use, signs, cost, weights, duals } = problem;
  const order = use.slice();
  const dualAt = (logit: number): number => cost / (1 + Math.exp(-logit));
  for (const row of order) {
    duals[row] = firstLogit;
    addRow(rows, weights, row, dualAt(firstLogit) * signs[row]!);
  }
  let seed = firstSeed;
  for (let pass = 0; pass < mostPasses; pass++) {
    let largest = 0;
    seed = shuffle(order, order.length, seed);
    for (const row of order) {
      const [sign, logit] = [signs[row]!, duals[row]!];
      const margin = sign * scoreOf(rows, weights, row);
      if (Math.abs(logit + margin) < 1e-3) continue;
      duals[row] = rootOf(logit, margin, squaredLengths[row]!, cost);
      const move = dualAt(duals[row]) - dualAt(logit);
      largest = Math.max(largest, Math.abs(move));
      addRow(rows, weights, row, move * sign);
    }
    if (largest <= logisticTolerance * cost) return;
  }
};
