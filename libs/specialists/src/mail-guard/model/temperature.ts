import { scoresOfRow, softmax, type LinearModel } from './linear-model.js';
import type { FitInput } from './training-rows.js';

/** Scores of texts that a model did not learn from, with their right labels. */
interface HeldOut {
  readonly scores: readonly Float64Array[];
  readonly labels: readonly number[];
}

const folds = 5;
/** Held-out texts that are enough to fit one number; with more rows not every fold is played. */
const enough = 1_000;
/** With fewer held-out texts the scores are taken as they are. */
const fewest = 20;
const [coldest, hottest] = [0.01, 50];
const halvings = 24;

const heldOut = (input: FitInput, fit: (input: FitInput) => LinearModel): HeldOut => {
  const found = { scores: [] as Float64Array[], labels: [] as number[] };
  for (let fold = 0; fold < folds && found.labels.length < enough; fold++) {
    const model = fit({ ...input, use: input.use.filter((_, place) => place % folds !== fold) });
    for (const row of input.use.filter((_, place) => place % folds === fold).slice(0, enough)) {
      found.scores.push(scoresOfRow(model, input.rows, row));
      found.labels.push(input.labelOfRow[row]!);
    }
  }
  return found;
};

/** Slope of the mean logarithmic loss in the scale: the expected score less that of the right label. */
const slope = ({ scores, labels }: HeldOut, scale: number): number =>
  scores.reduce((sum, score, index) => {
    const probabilities = softmax(score.slice(), scale);
    const expected = probabilities.reduce((total, probability, label) => total + probability * score[label]!, 0);
    return sum + expected - score[labels[index]!]!;
  }, 0);

/**
 * What scores are multiplied with so that their softmax is an honest probability: the scale with the least logarithmic loss on texts that the model did not
 * learn from (temperature scaling; Guo, Pleiss, Sun, Weinberger, ICML 2017). The loss is convex in it, so its slope is halved to 0.
 */
export const scaleOfScores = (input: FitInput, fit: (input: FitInput) => LinearModel): number => {
  if (input.use.length < fewest) return 1;
  const held = heldOut(input, fit);
  let [low, high] = [Math.log(coldest), Math.log(hottest)];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (slope(held, Math.exp(middle)) < 0) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
};
