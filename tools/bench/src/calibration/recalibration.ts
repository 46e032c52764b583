import { fitCalibration, recalibrated, rngOf } from '@ao/science';
import { itemsOf, labelOf, trueEce, type StubAgent } from './stub-agents.js';

/** What recalibration made of an agent. */
export interface Recalibration {
  readonly before: number;
  readonly after: number;
  readonly worst: number;
  /** How often each method was chosen. */
  readonly methods: Readonly<Record<string, number>>;
}

/** True ECE before and after a recalibration fitted on so many labels, over runs. */
export const recalibration = (agent: StubAgent, labels: number, runs: number): Recalibration => {
  const items = itemsOf(agent);
  const methods: Record<string, number> = {};
  const after = Array.from({ length: runs }, (_, seed) => {
    const rng = rngOf(seed, 'recalibration', agent.name);
    const fitted = fitCalibration(
      Array.from({ length: labels }, () => labelOf(agent, rng)),
      { method: 'auto', targetRisk: 0, riskConfidence: 0.95, action: 'abstain', escalateTo: '', seed },
    );
    methods[fitted.method] = (methods[fitted.method] ?? 0) + 1;
    return trueEce(items.map(({ confidence, truth }) => ({ confidence: recalibrated(fitted, confidence), truth })));
  });
  return {
    before: trueEce(items),
    after: after.reduce((sum, ece) => sum + ece, 0) / runs,
    worst: Math.max(...after),
    methods,
  };
};
