import { logistic } from './label.js';

/** A feature's weight: where the prior centres, and the least that it may be; -Infinity for none. */
export interface WeightRule {
  readonly centre: number;
  readonly least: number;
}

/** One observation: its features, one per weight, and the outcome. */
export interface Observation {
  readonly features: readonly number[];
  readonly solved: boolean;
}

/** Precision of the Gaussian prior around each weight's centre: weak, so that separable or constant outcomes have finite weights. */
export const priorPrecision = 0.3;

const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
};

/** Solves a symmetric positive definite system by elimination; its order is 3 at most. */
const solved = (matrix: readonly (readonly number[])[], right: readonly number[]): number[] => {
  const rows = matrix.map((row, index) => [...row, right[index] as number]);
  const order = rows.length;
  rows.forEach((pivot, at) => {
    for (let below = at + 1; below < order; below++) {
      const row = rows[below] as number[];
      const factor = (row[at] as number) / (pivot[at] as number);
      for (let column = at; column <= order; column++)
        row[column] = (row[column] as number) - factor * (pivot[column] as number);
    }
  });
  const answer = new Array<number>(order).fill(0);
  for (let at = order - 1; at >= 0; at--) {
    const row = rows[at] as number[];
    answer[at] = ((row[order] as number) - dot(row.slice(0, order), answer)) / (row[at] as number);
  }
  return answer;
};

/** Gaussian, of the same precision around each weight's centre. */
interface Prior {
  readonly centres: readonly number[];
  readonly precision: number;
}

/** Negative log posterior, up to a constant. */
const objective = (
  observations: readonly Observation[],
  weights: readonly number[],
  { centres, precision }: Prior,
): number => {
  let loss = 0;
  for (const { features, solved: outcome } of observations) {
    const margin = outcome ? dot(features, weights) : -dot(features, weights);
    loss += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  return weights.reduce(
    (sum, weight, index) => sum + (precision * (weight - (centres[index] as number)) ** 2) / 2,
    loss,
  );
};

/** Adds one observation's part to the gradient and the lower half of the Hessian of the free weights. */
const addCurvature = (
  { gradient, hessian }: { gradient: number[]; hessian: number[][] },
  { features, solved: outcome }: Observation,
  probability: number,
  free: readonly number[],
): void => {
  const curvature = probability * (1 - probability);
  for (let row = 0; row < free.length; row++) {
    const feature = features[free[row] as number] as number;
    const line = hessian[row] as number[];
    gradient[row] = (gradient[row] as number) + (probability - Number(outcome)) * feature;
    for (let column = 0; column <= row; column++)
      line[column] = (line[column] as number) + curvature * feature * (features[free[column] as number] as number);
  }
};

/** Newton's step over the free weights, 0 for the others, and what it would gain were the objective quadratic: half of the gradient along it. */
const newtonStep = (
  observations: readonly Observation[],
  weights: readonly number[],
  prior: Prior,
  free: readonly number[],
): { readonly step: readonly number[]; readonly gain: number } => {
  const gradient = free.map(
    (index) => prior.precision * ((weights[index] as number) - (prior.centres[index] as number)),
  );
  const hessian = free.map((_, row) => free.map((__, column) => (row === column ? prior.precision : 0)));
  for (const observation of observations)
    addCurvature({ gradient, hessian }, observation, logistic(dot(observation.features, weights)), free);
  const whole = hessian.map((line, row) =>
    line.map((value, column) => (column <= row ? value : ((hessian[column] as number[])[row] as number))),
  );
  const step = solved(whole, gradient);
  return {
    step: weights.map((_, index) => (free.includes(index) ? (step[free.indexOf(index)] as number) : 0)),
    gain: dot(gradient, step) / 2,
  };
};

const turns = 50;
/** In nats: far below what a label says. */
const negligible = 1e-9;

/** Newton's method from `start`, each step halved until it gains; the objective is convex, so it ends at the only minimum. */
const minimum = (
  observations: readonly Observation[],
  start: readonly number[],
  prior: Prior,
  free: readonly number[],
): readonly number[] => {
  let weights = start;
  let value = objective(observations, weights, prior);
  for (let turn = 0; turn < turns && free.length > 0; turn++) {
    const { step, gain } = newtonStep(observations, weights, prior, free);
    const stepped = (share: number): number[] =>
      weights.map((weight, index) => weight - share * (step[index] as number));
    if (!(gain > negligible)) return stepped(1);
    let share = 1;
    let next = stepped(share);
    let lower = objective(observations, next, prior);
    while (lower > value && share > 1e-6) {
      share /= 2;
      next = stepped(share);
      lower = objective(observations, next, prior);
    }
    [weights, value] = [next, lower];
  }
  return weights;
};

/**
 * Logistic regression with a Gaussian prior, weights held at their least where the data wants less: what is below is fixed there and the others are fitted again (as
 * Kull, Silva Filho and Flach, 2017, do for beta calibration).
 */
export const fitLogistic = (
  observations: readonly Observation[],
  rules: readonly WeightRule[],
  precision = priorPrecision,
): readonly number[] => {
  const prior = { centres: rules.map(({ centre }) => centre), precision };
  let weights: readonly number[] = prior.centres;
  let free = rules.map((_, index) => index);
  for (let round = 0; round <= rules.length; round++) {
    weights = minimum(observations, weights, prior, free);
    const below = free.filter((index) => (weights[index] as number) < (rules[index] as WeightRule).least);
    if (below.length === 0) return weights;
    weights = weights.map((weight, index) => (below.includes(index) ? (rules[index] as WeightRule).least : weight));
    free = free.filter((index) => !below.includes(index));
  }
  return weights;
};
