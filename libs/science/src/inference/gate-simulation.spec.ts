import { discordanceOf, worldOf } from './difficulty.js';
import { rivalJudges } from './rival-judges.js';
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
  for (const judge of [rivalJudges.strictly_better, rivalJudges.peeked_mcnemar]) expect(simulateRuns({ ...nullJob(), judge }, 40, 1).rate).toBeGreaterThan(0.5);
});
