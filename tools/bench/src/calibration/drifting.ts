import {
  driftDefaults,
  driftInitial,
  driftStep,
  gaussian,
  rngOf,
  uniform,
  type DriftPolicy,
  type Label,
} from '@ao/science';
import { itemsOf, probability, trueEce } from './stub-agents.js';

/** Log odds of the items: the gate's world. */
const worldMean = 0.6;
const worldDeviation = 2;

/** Outcomes of a version that says what it is: the gate's world. `truth` gives its odds where they are no longer that. */
const outcomes = (name: string, seed: number): ((truth: (logOdds: number) => number) => Label) => {
  const rng = rngOf(seed, 'drift', name);
  return (truth) => {
    const logOdds = worldMean + worldDeviation * gaussian(rng);
    return { confidence: probability(logOdds), solved: uniform(rng) < truth(logOdds) };
  };
};

type Drifts = Readonly<Record<string, (logOdds: number) => number>>;

/** Ways to drift after a calibrated time, each with an ECE of .2 or more. */
export const drifts: Drifts = {
  worse: (logOdds) => probability(logOdds - 1.5),
  better: (logOdds) => probability(logOdds + 1.6),
  broken: () => 0.35,
};

/** Milder ways, each with an ECE of about .15. */
export const mildDrifts: Drifts = {
  'a little worse': (logOdds) => probability(logOdds - 1.1),
  'a little better': (logOdds) => probability(logOdds + 1.1),
};

/** The true ECE of a version whose odds are no longer what it says. */
export const eceOfDrift = (truth: (logOdds: number) => number): number =>
  trueEce(itemsOf({ name: 'drifted', mean: worldMean, deviation: worldDeviation, says: probability, truth }));

export interface Delay {
  readonly mean: number;
  readonly worst: number;
  readonly falseAlarms: number;
}

/** Outcomes from the start of the drift until the alarm, at most 5,000. */
export const driftDelay = (name: string, calibrated: number, runs: number): Delay => {
  const truth = { ...drifts, ...mildDrifts }[name] ?? probability;
  const delays: number[] = [];
  let falseAlarms = 0;
  for (let seed = 0; seed < runs; seed++) {
    const next = outcomes(name, seed);
    let state = driftInitial();
    while (state.outcomes < calibrated) state = driftStep(state, next(probability));
    falseAlarms += Number(state.alarmed);
    while (!state.alarmed && state.outcomes < calibrated + 5000) state = driftStep(state, next(truth));
    delays.push(state.outcomes - calibrated);
  }
  return { mean: delays.reduce((sum, delay) => sum + delay, 0) / runs, worst: Math.max(...delays), falseAlarms };
};

export interface FalseAlarms {
  readonly ours: number;
  /** A test of the mean distance at 5 %, looked at after each outcome from the 30th on. */
  readonly peeked: number;
}

/** Runs with any false alarm: half of them exactly calibrated, half at an edge of what the policy tolerates. */
export const falseAlarms = (runs: number, length: number, policy: DriftPolicy = driftDefaults): FalseAlarms => {
  const counted = { ours: 0, peeked: 0 };
  for (let seed = 0; seed < runs; seed++) {
    const next = outcomes('none', seed);
    const off = (seed % 2) * policy.tolerance * (seed % 4 === 1 ? 1 : -1);
    let state = driftInitial(policy);
    let [distance, variance, peeked] = [0, 0, false];
    while (state.outcomes < length) {
      const label = next((logOdds) => probability(logOdds) + off);
      state = driftStep(state, label);
      distance += Number(label.solved) - label.confidence;
      variance += label.confidence * (1 - label.confidence);
      peeked ||= state.outcomes >= 30 && Math.abs(distance) > 1.96 * Math.sqrt(variance);
    }
    counted.ours += Number(state.alarmed);
    counted.peeked += Number(peeked && off === 0);
  }
  return counted;
};
