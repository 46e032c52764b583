import {
  exactUpperBound,
  nullJob,
  baselineRules,
  shareAlpha,
  simulateRuns,
  simulationPolicy,
  slotSimulation,
  type Simulation,
} from '@ao/science';
import { atMost, type Row } from '../bench.js';
import { percent, timed } from './timed.js';

type Say = (line: string) => void;

/** A rival promotes so often that a part of the jobs measures it. */
const rivalPart = 5;

const rivals = (simulation: Simulation, jobs: number, say: Say): number => {
  const strict = simulateRuns({ ...simulation, rule: baselineRules.strictly_better }, jobs, 1);
  const peeked = simulateRuns({ ...simulation, rule: baselineRules.peeked_mcnemar }, jobs, 1);
  say(
    `  ${jobs} of the same jobs: "scored higher" promotes in ${percent(strict.rate)}, McNemar's test read after every pair in ${percent(peeked.rate)}`,
  );
  return strict.rate;
};

const oneJob = (jobs: number, say: Say): Row[] => {
  const simulation = nullJob();
  const { result, seconds } = timed(() => simulateRuns(simulation, jobs, 1));
  say(
    `${jobs} jobs of 20 equal candidates, looked at after every episode: ${result.promoted} promoted one (${percent(result.rate)}, at most ${percent(result.rateUpper99)} with 99 %), ${result.meanPairs.toFixed(0)} pairs a job, ${seconds.toFixed(1)} s`,
  );
  const theirs = rivals(simulation, Math.ceil(jobs / rivalPart), say);
  return [
    atMost('false_promotion', { ours: result.rate, theirs, unit: 'share of jobs' }, 0.05),
    atMost('false_promotion_upper99', { ours: result.rateUpper99, unit: 'share of jobs' }, 0.055),
  ];
};

const slotJobs = 10;

/** What a slot with the same candidates meets where nobody keeps a ledger: each job's best that scored higher. */
const withoutLedger = (slots: number): number => {
  const { world, policies } = nullJob(simulationPolicy, slotJobs * 20);
  return simulateRuns({ world, policies, rule: baselineRules.strictly_better }, slots, 1).rate;
};

const slotLife = (slots: number, say: Say): Row[] => {
  const play = slotSimulation({
    policy: simulationPolicy,
    spending: 'family_wise',
    jobs: slotJobs,
    candidates: 20,
    betterEvery: 0,
    gain: 0,
  });
  const { result, seconds } = timed(
    () => Array.from({ length: slots }, (_, seed) => play(seed + 1)).filter(({ wrong }) => wrong > 0).length,
  );
  const ours = result / slots;
  say(
    `${slots} lives of a slot, ${slotJobs} jobs of 20 equal candidates each: ${result} with any promotion (${percent(ours)}, at most ${percent(exactUpperBound(result, slots, 0.99))} with 99 %), ${seconds.toFixed(1)} s`,
  );
  return [
    atMost(
      'false_promotion_slot_life',
      { ours, theirs: withoutLedger(Math.ceil(slots / rivalPart)), unit: 'share of slots' },
      0.05,
    ),
  ];
};

/** Lives in which one candidate of five is better: the promise holds between promotions too, and what each way of spending finds. Only told. */
const mixedLives = (slots: number, say: Say): void => {
  for (const spending of ['family_wise', 'e_lond'] as const) {
    const play = slotSimulation({
      policy: simulationPolicy,
      spending,
      jobs: slotJobs,
      candidates: 5,
      betterEvery: 5,
      gain: 0.1,
    });
    const lives = Array.from({ length: slots }, (_, seed) => play(seed + 1));
    const found = lives.reduce((sum, life) => sum + life.found, 0) / slots;
    const wrong = lives.filter((life) => life.wrong > 0).length / slots;
    const share = lives.reduce((sum, life) => sum + life.wrong / Math.max(1, life.wrong + life.found), 0) / slots;
    say(
      `  ${slots} lives with one candidate of five better by 10 points, ${spending}: ${found.toFixed(2)} found, ${percent(wrong)} with any false promotion, ${percent(share)} of the promotions false`,
    );
  }
};

/** How often nothing better is promoted: in a job, and over the life of a slot. */
export const falsePromotions = (jobs: number, say: Say): Row[] => {
  const rows = [...oneJob(jobs, say), ...slotLife(Math.ceil(jobs / 10), say)];
  mixedLives(Math.ceil(jobs / 50), say);
  say(
    `  the first five tests of a slot may spend ${[0, 1, 2, 3, 4].map((place) => shareAlpha(simulationPolicy.alpha, place).toFixed(4)).join(', ')}; a promotion hands on what it spent`,
  );
  return rows;
};
