import fc from 'fast-check';
import { solveLogistic, solveSquaredHinge, type BinaryProblem } from './dual-descent.js';
import { scaledRows, sparseRows, squaredLengths } from './sparse-rows.js';

interface Case {
  readonly rows: readonly (readonly number[])[];
  readonly cost: number;
}

const width = 4;
const cases: fc.Arbitrary<Case> = fc.record({
  rows: fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: width, maxLength: width }), {
    minLength: 2,
    maxLength: 12,
  }),
  cost: fc.constantFrom(0.1, 1, 10),
});

const problemOf = ({ rows, cost }: Case): BinaryProblem => {
  const sparse = sparseRows(
    rows.map((row) => new Map([...row.entries()].filter(([, value]) => value > 0))),
    width,
  );
  const scaled = scaledRows(sparse, null, new Uint8Array(width), 1);
  return {
    rows: scaled,
    squaredLengths: squaredLengths(scaled),
    use: Int32Array.from(rows.keys()),
    signs: Int8Array.from(rows.keys(), (row) => (row % 2 === 0 ? 1 : -1)),
    cost,
    weights: new Float64Array(width + 1),
    duals: new Float64Array(rows.length),
  };
};

const marginOf = ({ rows, signs }: BinaryProblem, weights: Float64Array, row: number): number => {
  let score = weights[width]!;
  for (let index = rows.starts[row]!; index < rows.starts[row + 1]!; index++)
    score += weights[rows.columns[index]!]! * rows.values[index]!;
  return signs[row]! * score;
};

type Loss = (margin: number) => number;
const objective = (problem: BinaryProblem, weights: Float64Array, loss: Loss): number =>
  0.5 * weights.reduce((sum, weight) => sum + weight * weight, 0) +
  problem.cost * problem.use.reduce((sum, row) => sum + loss(marginOf(problem, weights, row)), 0);

it.each<[string, (problem: BinaryProblem) => void, Loss]>([
  ['support vector machine', solveSquaredHinge, (margin) => Math.max(0, 1 - margin) ** 2],
  ['logistic regression', solveLogistic, (margin) => Math.log1p(Math.exp(-margin))],
])('%s: no small step from its solution is much better, in any direction', (_, solve, loss) => {
  fc.assert(
    fc.property(
      cases,
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
      (given, direction) => {
        const problem = problemOf(given);
        solve(problem);
        const reached = objective(problem, problem.weights, loss);
        for (const step of [0.1, 0.01]) {
          const moved = problem.weights.map((weight, index) => weight + step * direction[index]!);
          expect(objective(problem, moved, loss)).toBeGreaterThan(reached - 0.03 * (1 + reached));
        }
      },
    ),
  );
});

it('gives the same weights each time', () => {
  const given = {
    rows: [
      [1, 0, 2, 0],
      [0, 1, 0, 0],
      [3, 0, 1, 1],
      [0, 2, 0, 1],
    ],
    cost: 1,
  };
  const solved = [problemOf(given), problemOf(given)];
  solved.forEach(solveSquaredHinge);
  expect(solved[0]!.weights).toEqual(solved[1]!.weights);
});
