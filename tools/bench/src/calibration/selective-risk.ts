import { abstains, fitCalibration, recalibrated, rngOf, type Label } from '@ao/science';
import { itemsOf, labelOf, type Known, type StubAgent } from './stub-agents.js';

/** What a threshold gives in truth. */
interface Answered {
  readonly held: boolean;
  readonly coverage: number;
}

/** Trials of one agent and target. */
export interface SelectiveRisk {
  readonly trials: number;
  readonly held: number;
  /** Trials in which the threshold of the lowest empirical coverage risk held. */
  readonly naiveHeld: number;
  readonly neverAnswers: number;
  /** Mean over trials. */
  readonly coverage: number;
}

const answeredOf = (
  items: readonly Known[],
  targetRisk: number,
  answers: (confidence: number) => boolean,
): Answered => {
  const given = items.filter(({ confidence }) => answers(confidence));
  const wrong = given.reduce((sum, { truth }) => sum + 1 - truth, 0);
  return { held: wrong <= targetRisk * given.length, coverage: given.length / items.length };
};

/** The rival: the lowest threshold at which the labels' own share of wrong answers is at most the target. */
export const naiveThreshold = (labels: readonly Label[], targetRisk: number): number => {
  let wrong = 0;
  let threshold = 2;
  [...labels]
    .sort((a, b) => b.confidence - a.confidence)
    .forEach(({ confidence, solved }, index) => {
      wrong += Number(!solved);
      if (wrong <= targetRisk * (index + 1)) threshold = confidence;
    });
  return threshold;
};

/** How often the selective risk is at most the target, in truth. */
export const selectiveRisk = (
  agent: StubAgent,
  { labels, targetRisk, trials }: { labels: number; targetRisk: number; trials: number },
): SelectiveRisk => {
  const items = itemsOf(agent);
  const total = { trials, held: 0, naiveHeld: 0, neverAnswers: 0, coverage: 0 };
  for (let seed = 0; seed < trials; seed++) {
    const rng = rngOf(seed, 'selective risk', agent.name, targetRisk);
    const drawn = Array.from({ length: labels }, () => labelOf(agent, rng));
    const fitted = fitCalibration(drawn, {
      method: 'auto',
      targetRisk,
      riskConfidence: 0.95,
      action: 'abstain',
      escalateTo: '',
      seed,
    });
    const ours = answeredOf(items, targetRisk, (confidence) => !abstains(fitted, recalibrated(fitted, confidence)));
    const least = naiveThreshold(drawn, targetRisk);
    const naive = answeredOf(items, targetRisk, (confidence) => confidence >= least);
    total.held += Number(ours.held);
    total.naiveHeld += Number(naive.held);
    total.neverAnswers += Number(ours.coverage === 0);
    total.coverage += ours.coverage / trials;
  }
  return total;
};
