import {
  knowingTheEffect,
  powerRun,
  baselineRules,
  shareAlpha,
  simulateRuns,
  simulationPolicy,
  type GatePolicy,
  type SimulationSummary,
} from '@ao/science';
import { atMost, reaches, type Row } from '../bench.js';
import { percent, timed } from './timed.js';

type Say = (line: string) => void;

const firstSeed = 1_000_003;
const pairsAt: Readonly<Record<number, number>> = { 0.1: 500, 0.05: 1000 };

const policyFor = (gain: number, alpha: number): GatePolicy => ({
  ...simulationPolicy,
  alpha,
  maxPairs: pairsAt[gain] as number,
});

interface Found {
  readonly ours: SimulationSummary;
  readonly flat: SimulationSummary;
}

const told = ({ rate, meanPairs }: SimulationSummary): string => `${percent(rate)} with ${meanPairs.toFixed(0)} pairs`;

/** One comparison at alpha .05 with a candidate better by this gain: the gate, a flat mixture, and the limit. */
const alone = (gain: number, runs: number, say: Say): Found => {
  const run = powerRun(gain, policyFor(gain, 0.05));
  const { result: ours, seconds } = timed(() => simulateRuns(run, runs, firstSeed));
  const part = Math.ceil(runs / 2);
  const flat = simulateRuns({ ...run, rule: baselineRules.flat_mixture }, part, firstSeed);
  const limit = simulateRuns({ ...run, rule: knowingTheEffect(run.world) }, part, firstSeed);
  say(
    `${runs} comparisons at +${100 * gain} points, at most ${pairsAt[gain]} pairs: found ${told(ours)} on average, ${seconds.toFixed(1)} s; a flat mixture ${told(flat)}, a bet that knows the effect ${told(limit)}`,
  );
  return { ours, flat };
};

/** What a flat mixture is given: the even share of a two-sided .05 over five finalists. */
const evenAlpha = 0.005;

const reported = (name: string, ours: number, theirs: number): Row => ({
  name,
  ours,
  theirs,
  ratio: ours / theirs,
  unit: 'share of runs',
  aim: 'reported',
  met: true,
});

/** The same with alpha shared over five finalists: what the first and the last one have. */
const shared = (gain: number, runs: number, say: Say): Row[] => {
  const part = Math.ceil(runs / 2);
  const at = (place: number): number =>
    simulateRuns(powerRun(gain, policyFor(gain, shareAlpha(0.05, place))), part, firstSeed).rate;
  const flat = simulateRuns(
    { ...powerRun(gain, policyFor(gain, evenAlpha)), rule: baselineRules.flat_mixture },
    part,
    firstSeed,
  ).rate;
  const [first, second, fifth] = [at(0), at(1), at(4)];
  say(
    `  +${100 * gain} points with alpha shared over five finalists: the first is found in ${percent(first)}, the second in ${percent(second)}, the fifth in ${percent(fifth)}; a flat mixture at ${evenAlpha} each finds ${percent(flat)}`,
  );
  const name = `power_${100 * gain}_of_5`;
  return [reported(`${name}_first`, first, flat), reported(`${name}_fifth`, fifth, flat)];
};

/** How often a better candidate is found, and with how many pairs. */
export const power = (runs: number, say: Say): Row[] => {
  const ten = alone(0.1, runs, say);
  const sharedTen = shared(0.1, runs, say);
  const five = alone(0.05, runs, say);
  const sharedFive = shared(0.05, runs, say);
  return [
    reaches('power_10', { ours: ten.ours.rate, theirs: ten.flat.rate, unit: 'share of runs' }, 0.95),
    atMost('pairs_10', { ours: ten.ours.meanPairs, theirs: ten.flat.meanPairs, unit: 'pairs' }, 195),
    reaches('power_5', { ours: five.ours.rate, theirs: five.flat.rate, unit: 'share of runs' }, 0.7),
    ...sharedTen,
    ...sharedFive,
  ];
};
