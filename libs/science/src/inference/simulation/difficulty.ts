import { gaussian, type Rng } from '../../random/rng.js';

/** A world of items: an agent of skill s solves an item of difficulty x with probability logistic(s + x), x normal with mean 0. */
export interface World {
  readonly deviation: number;
  readonly incumbentSkill: number;
  readonly candidateSkill: number;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

const steps = 400;
/** A grid of the standard normal from -8 to 8 with its weights. */
const grid = Array.from({ length: steps + 1 }, (_, index) => (16 * index) / steps - 8).map((x) => ({
  x,
  weight: (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)) * (16 / steps),
}));

/** Solve rate over all items of an agent of this skill. */
const solveRate = (skill: number, deviation: number): number =>
  grid.reduce((sum, { x, weight }) => sum + weight * logistic(skill + deviation * x), 0);

const skillFor = (rate: number, deviation: number): number => {
  let low = -40;
  let high = 40;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (solveRate(middle, deviation) < rate) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** The world in which incumbent and candidate solve these shares of all items. */
export const worldOf = (incumbentRate: number, candidateRate: number, deviation = 2): World => ({
  deviation,
  incumbentSkill: skillFor(incumbentRate, deviation),
  candidateSkill: skillFor(candidateRate, deviation),
});

/** Share of pairs that the candidate wins and loses. */
export const discordanceOf = ({
  deviation,
  incumbentSkill,
  candidateSkill,
}: World): { readonly wins: number; readonly losses: number } => {
  const both = grid.reduce(
    (sum, { x, weight }) =>
      sum + weight * logistic(incumbentSkill + deviation * x) * logistic(candidateSkill + deviation * x),
    0,
  );
  return { wins: solveRate(candidateSkill, deviation) - both, losses: solveRate(incumbentSkill, deviation) - both };
};

/** An item: the probabilities with which each side solves it. */
export const drawItem = (
  { deviation, incumbentSkill, candidateSkill }: World,
  rng: Rng,
): { readonly incumbent: number; readonly candidate: number } => {
  const difficulty = deviation * gaussian(rng);
  return { incumbent: logistic(incumbentSkill + difficulty), candidate: logistic(candidateSkill + difficulty) };
};
