import { gaussian, normalQuantile, uniform, type Label, type Rng } from '@ao/science';

/** An agent that is right with odds of its own on each item, and says something else. */
export interface StubAgent {
  readonly name: string;
  /** Log odds of being right, over items: normal. */
  readonly mean: number;
  readonly deviation: number;
  /** The confidence that it says at these log odds. */
  readonly says: (logOdds: number) => number;
  /** The probability that it is right; where it differs from what the log odds say. */
  readonly truth?: (logOdds: number) => number;
}

/** A probability of a known truth. */
export interface Known {
  readonly confidence: number;
  readonly truth: number;
}

export const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

const within = (value: number): number => Math.min(0.995, Math.max(0.005, value));

/** ECE .15 to .30 each. The items are those of the gate's world, incumbent .60 with a standard deviation of 2, but for where that would not give such an ECE. */
export const stubAgents: readonly StubAgent[] = [
  { name: 'overconfident', mean: 0.45, deviation: 1.2, says: (logOdds) => probability(3.2 * logOdds) },
  { name: 'shifted', mean: 0.6, deviation: 2, says: (logOdds) => probability(logOdds + 2) },
  { name: 'timid', mean: 0.6, deviation: 2.5, says: (logOdds) => probability(logOdds / 4) },
  { name: 'beta-like', mean: 0.6, deviation: 2, says: (logOdds) => probability(logOdds) ** 0.25 },
  {
    name: 'not monotone',
    mean: 0.6,
    deviation: 2,
    says: (logOdds) => probability(logOdds + 1.9),
    truth: (logOdds) => within(probability(logOdds) + 0.03 * Math.sin(2.5 * logOdds)),
  },
];

/** Eleven different confidences only, from .5 on: no curve has the truth of a coarse scale, so each step is learned on its own. */
export const speaksInFives: StubAgent = {
  name: 'in steps of .05',
  mean: 0.6,
  deviation: 2,
  says: (logOdds) => Math.max(0.5, Math.round(20 * probability(0.8 * logOdds + 2)) / 20),
};

/** Its confidence says nothing, and it is wrong a little more often than the target allows: every threshold is a wrong one. */
export const knowsNothing = (targetRisk: number): StubAgent => ({
  name: 'knows nothing',
  mean: 0,
  deviation: 2,
  says: probability,
  truth: () => 1 - targetRisk - 1e-6,
});

const truthOf = ({ truth = probability }: StubAgent, logOdds: number): number => truth(logOdds);

export const labelOf = (agent: StubAgent, rng: Rng): Label => {
  const logOdds = agent.mean + agent.deviation * gaussian(rng);
  return { confidence: agent.says(logOdds), solved: uniform(rng) < truthOf(agent, logOdds) };
};

const points = 2000;

/** Items of equal probability, which stand for all. */
export const itemsOf = (agent: StubAgent): Known[] =>
  Array.from({ length: points }, (_, index) => {
    const logOdds = agent.mean + agent.deviation * normalQuantile((index + 0.5) / points);
    return { confidence: agent.says(logOdds), truth: truthOf(agent, logOdds) };
  });

/** The true ECE of confidences: each distinct one against the truth of its items. */
export const trueEce = (items: readonly Known[]): number => {
  const gaps = new Map<number, number>();
  for (const { confidence, truth } of items) gaps.set(confidence, (gaps.get(confidence) ?? 0) + truth - confidence);
  return [...gaps.values()].reduce((sum, gap) => sum + Math.abs(gap), 0) / items.length;
};
