import { discordanceOf, worldOf } from './difficulty.js';
import { knowingTheEffect, baselineRules } from './baseline-rules.js';
import { slotSimulation, type SlotLife } from './slot-simulation.js';
import { nullJob, powerRun, sharedPolicies, simulateJob, simulateRuns, simulationPolicy } from './gate-simulation.js';

it('the world has 29 % discordant pairs at a gain of ten points', () => {
  const { wins, losses } = discordanceOf(worldOf(0.6, 0.7));
  expect(wins - losses).toBeCloseTo(0.1, 6);
  expect(wins + losses).toBeCloseTo(0.291, 3);
});

it('shares the alpha of a job over its candidates', () => {
  const alphas = sharedPolicies(simulationPolicy, 20).map(({ alpha }) => alpha);
  expect(alphas.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(simulationPolicy.alpha);
});

it('promotes a candidate that is no better in at most 5 % of jobs, looked at after every episode', () => {
  const { rate, runs, promoted } = simulateRuns(nullJob(), 400, 1);
  expect(rate).toBe(promoted / runs);
  expect(rate).toBeLessThanOrEqual(0.05);
});

it('finds ten points in at least 95 % of comparisons, with at most 195 pairs on average', () => {
  const { rate, meanPairs } = simulateRuns(powerRun(0.1), 1500, 1);
  expect(rate).toBeGreaterThanOrEqual(0.945);
  expect(meanPairs).toBeLessThanOrEqual(197);
});

it('is the same run for the same seed, and another for another', () => {
  expect(simulateJob(powerRun(0.1), 5)).toEqual(simulateJob(powerRun(0.1), 5));
  expect(new Set([1, 2, 3, 4].map((seed) => simulateJob(powerRun(0.1), seed).pairs)).size).toBeGreaterThan(1);
});

it('shows what a leaderboard and a peeked test promote in the same jobs', () => {
  for (const rule of [baselineRules.strictly_better, baselineRules.peeked_mcnemar])
    expect(simulateRuns({ ...nullJob(), rule }, 40, 1).rate).toBeGreaterThan(0.5);
});

it('comes near to the limit, a bet that knows the true effect', () => {
  const run = powerRun(0.1);
  const limit = simulateRuns({ ...run, rule: knowingTheEffect(run.world) }, 500, 1);
  const ours = simulateRuns(run, 500, 1);
  expect(limit.rate - ours.rate).toBeLessThan(0.03);
  expect(limit.meanPairs).toBeGreaterThan(150);
  expect(ours.meanPairs / limit.meanPairs).toBeLessThan(1.2);
});

describe('the life of a slot', () => {
  const sums = (lives: readonly SlotLife[], pick: (life: SlotLife) => number): number =>
    lives.reduce((sum, life) => sum + pick(life), 0);
  const slot = { policy: simulationPolicy, jobs: 10, candidates: 5, betterEvery: 0, gain: 0.1 } as const;
  const lives = (options: Parameters<typeof slotSimulation>[0], count: number): SlotLife[] => {
    const play = slotSimulation(options);
    return Array.from({ length: count }, (_, seed) => play(seed));
  };

  it('of 10 jobs with 5 equal candidates each has any false promotion in at most 5 % of slots', () => {
    const played = lives({ ...slot, spending: 'family_wise' }, 60);
    expect(played.every(({ tests, wrong }) => tests === 50 || wrong > 0)).toBe(true);
    expect(sums(played, ({ wrong }) => Number(wrong > 0)) / 60).toBeLessThanOrEqual(0.05);
  });

  it('in which some candidates are better keeps its promise, and finds more where spending follows the promotions', () => {
    const mixed = { ...slot, candidates: 4, betterEvery: 4, gain: 0.2 } as const;
    const [familyWise, eLond] = [
      lives({ ...mixed, spending: 'family_wise' }, 60),
      lives({ ...mixed, spending: 'e_lond' }, 60),
    ] as const;
    expect(sums(familyWise, ({ wrong }) => Number(wrong > 0)) / 60).toBeLessThanOrEqual(0.05);
    expect(sums(eLond, ({ wrong, found }) => wrong / Math.max(1, wrong + found)) / 60).toBeLessThanOrEqual(0.05);
    expect(sums(eLond, ({ found }) => found)).toBeGreaterThan(sums(familyWise, ({ found }) => found));
  });
});
