import { gateRule, simulationPolicy } from '@ao/science';

/** Whether the gate proves a candidate better than the incumbent on these items, solved or not by each. */
export const isProvenBetter = (candidate: readonly boolean[], incumbent: readonly boolean[]): boolean => {
  const rule = gateRule(simulationPolicy);
  for (let pair = 0; pair < Math.min(simulationPolicy.maxPairs, candidate.length); pair++) {
    const decision = rule(candidate[pair] ?? false, incumbent[pair] ?? false);
    if (decision !== null) return decision;
  }
  return false;
};
