import { rngOf, uniform, type Rng } from '../../random/rng.js';
import { shareAlpha } from '../error/alpha-spending.js';
import { drawItem, worldOf, type World } from './difficulty.js';
import { gateInitial, gateStep } from '../gate/gate.js';
import type { GateOutcome, GatePair } from '../gate/gate-pair.js';
import { gateDefaults, type GatePolicy } from '../gate/gate-policy.js';
import { exactUpperBound } from '../betting/intervals.js';

const outcome = (solved: boolean): GateOutcome => ({
  value: Number(solved),
  solved: Number(solved),
  latencyMs: 0,
  tokens: 0,
  costMicros: 0,
  loss: null,
  refused: 0,
  outputChars: 0,
  touchedScorer: false,
});
const solvedOutcome = outcome(true);
const failedOutcome = outcome(false);

const pairOf = (candidate: boolean, incumbent: boolean): GatePair => ({
  candidate: candidate ? solvedOutcome : failedOutcome,
  incumbent: incumbent ? solvedOutcome : failedOutcome,
});

/** The gate's default policy without guardrails, which simulated outcomes do not exercise. */
export const simulationPolicy: GatePolicy = {
  ...gateDefaults,
  latencyMargin: null,
  tokensMargin: null,
  refusalMargin: null,
  lengthMargin: null,
};

export interface SimulatedJob {
  /** Place of the candidate that the gate promoted, from 0; null when none. */
  readonly promoted: number | null;
  /** Pairs looked at, all candidates together. */
  readonly pairs: number;
}

/** Looks at one pair after the other: true promotes the candidate, false gives it up, null goes on. */
export type DecisionRule = (candidateSolved: boolean, incumbentSolved: boolean) => boolean | null;

/** The gate as a rule. */
export const gateRule = (policy: GatePolicy): DecisionRule => {
  let state = gateInitial(policy);
  return (candidateSolved, incumbentSolved) => {
    state = gateStep(state, pairOf(candidateSolved, incumbentSolved));
    return state.status === 'undecided' ? null : state.status === 'superior';
  };
};

export interface Simulation {
  readonly world: World;
  /** Of each candidate, in the order of their comparisons. Make it once for many runs: the gate remembers a boundary by the policy's object. */
  readonly policies: readonly GatePolicy[];
  /** Who decides; the gate, unless something else is to be compared with it. */
  readonly rule?: (policy: GatePolicy) => DecisionRule;
}

/** A policy for each place of a job: the job's alpha shared over its candidates. */
export const sharedPolicies = (policy: GatePolicy, candidates: number): readonly GatePolicy[] =>
  Array.from({ length: candidates }, (_, place) => ({ ...policy, alpha: shareAlpha(policy.alpha, place) }));

/** An item of a simulated holdout. */
export interface HoldoutItem {
  readonly incumbentSolved: boolean;
  /** Probability with which a candidate solves it. */
  readonly candidate: number;
}

/** The holdout of a seed: two worlds with the same incumbent get the same items and the same outcomes of the incumbent. */
export const drawHoldout = (world: World, items: number, seed: number): readonly HoldoutItem[] => {
  const rng = rngOf(seed, 'items');
  return Array.from({ length: items }, () => {
    const { incumbent, candidate } = drawItem(world, rng);
    return { incumbentSolved: uniform(rng) < incumbent, candidate };
  });
};

/** A candidate meets the incumbent on the holdout until the rule has decided. */
export const compareOn = (
  rule: DecisionRule,
  holdout: readonly HoldoutItem[],
  rng: Rng,
): { readonly promoted: boolean; readonly pairs: number } => {
  for (const [index, { incumbentSolved, candidate }] of holdout.entries()) {
    const decision = rule(uniform(rng) < candidate, incumbentSolved);
    if (decision !== null) return { promoted: decision, pairs: index + 1 };
  }
  return { promoted: false, pairs: holdout.length };
};

/**
 * One job: the candidates meet the incumbent one after the other on the same holdout, the gate looks after every episode, and the first
 * that is proven better is promoted. Where candidate and incumbent are equally skilled, a promotion is false.
 */
export const simulateJob = ({ world, policies, rule = gateRule }: Simulation, seed: number): SimulatedJob => {
  const holdout = drawHoldout(world, Math.max(...policies.map(({ maxPairs }) => maxPairs)), seed);
  let pairs = 0;
  for (const [place, policy] of policies.entries()) {
    const compared = compareOn(rule(policy), holdout.slice(0, policy.maxPairs), rngOf(seed, 'candidate', place));
    pairs += compared.pairs;
    if (compared.promoted) return { promoted: place, pairs };
  }
  return { promoted: null, pairs };
};

/** A job whose candidates are all exactly as good as the incumbent, which solves 60 % of items whose difficulty has a standard deviation of 2. */
export const nullJob = (policy: GatePolicy = simulationPolicy, candidates = 20): Simulation => ({
  world: worldOf(0.6, 0.6),
  policies: sharedPolicies(policy, candidates),
});

/** One comparison with a candidate that is better by this gain, in the same world. */
export const powerRun = (gain: number, policy: GatePolicy = simulationPolicy): Simulation => ({
  world: worldOf(0.6, 0.6 + gain),
  policies: [policy],
});

export interface SimulationSummary {
  readonly runs: number;
  readonly promoted: number;
  readonly rate: number;
  /** One-sided upper bound of the rate at 99 %, exact (Clopper and Pearson, 1934). */
  readonly rateUpper99: number;
  readonly meanPairs: number;
}

/** Runs a simulation with the seeds from `firstSeed` on. Sums of parts are the sum of the whole, so a caller may cut it to show progress. */
export const simulateRuns = (simulation: Simulation, runs: number, firstSeed: number): SimulationSummary => {
  let promoted = 0;
  let pairs = 0;
  for (let run = 0; run < runs; run++) {
    const job = simulateJob(simulation, firstSeed + run);
    promoted += Number(job.promoted !== null);
    pairs += job.pairs;
  }
  return {
    runs,
    promoted,
    rate: promoted / runs,
    rateUpper99: exactUpperBound(promoted, runs, 0.99),
    meanPairs: pairs / runs,
  };
};
