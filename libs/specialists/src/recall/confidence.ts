/** Steepness of the softmax over scores that are divided by the best one. Fitted once on the train splits of the shipped task sets. */
const steepness = 9;
/** Scores that take part. */
const contenders = 10;

/** Probability that the best-scored document is right: its share of a softmax over the top scores, each relative to the best. No hit: 0. */
export const confidenceOf = (scores: readonly number[]): number => {
  const best = scores[0];
  if (best === undefined || best <= 0) return 0;
  const weights = scores.slice(0, contenders).map((score) => Math.exp(steepness * (score / best - 1)));
  return 1 / weights.reduce((sum, weight) => sum + weight, 0);
};
