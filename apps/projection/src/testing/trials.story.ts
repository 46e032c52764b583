import type { DecodedFact } from '@ao/contracts';
import type { Streams } from './line.js';

const estimate = (value: number) => ({ value, low: value / 2, high: value * 2, confidence: 0.95 });

const report = (episodes: number, solved: number) => ({
  episodes,
  solved,
  solveRate: solved / episodes,
  solveRateLow: 0.1,
  solveRateHigh: 0.9,
  meanScore: solved / episodes,
  latencyP50Ms: 1,
  latencyP95Ms: 2,
  tokensIn: 3,
  tokensOut: 4,
  costMicros: 5,
  errors: 0,
  limitReached: 0,
  runsPerItem: 2,
  refused: 1,
  passK: { value: 0.5, low: 0.2, high: 0.8, confidence: 0.95 },
  calibration: {
    labels: episodes,
    ece: estimate(0.1),
    brier: estimate(0.2),
    reliability: estimate(0.01),
    resolution: estimate(0.02),
    uncertainty: 0.24,
    bins: [{ count: episodes, meanConfidence: 0.7, solveRate: estimate(0.6) }],
  },
});

const completed = (trialId: string, configurationHash: string, round: number, solved: number): DecodedFact => ({
  type: 'evaluation.trial.completed',
  data: {
    trialId,
    jobId: 'j1',
    configurationHash,
    purpose: 'search',
    arm: 'candidate',
    round,
    report: report(10, solved),
  },
});

const episode = (trialId: string, ordinal: number, solved: boolean): DecodedFact => ({
  type: 'episode.completed',
  data: {
    episodeId: `${trialId}-${ordinal}`,
    trialId,
    jobId: 'j1',
    sliceId: `${trialId}-s0`,
    configurationHash: 'c',
    outcome: {
      ordinal,
      itemId: `item-${ordinal}`,
      solved,
      score: solved ? 1 : 0,
      latencyMs: 1.5,
      tokensIn: 1,
      tokensOut: 2,
      costMicros: 3,
      error: '',
      limitReached: '',
      slice: 'short',
      split: 'dev',
      run: 1,
      refused: false,
      outputChars: 12,
      touchedScorer: false,
    },
  },
});

/** The trials of the job: two that end, one that fails, and their episodes. */
export const trialsStory: Streams = {
  t1: [
    {
      type: 'evaluation.trial.progressed',
      data: { trialId: 't1', jobId: 'j1', slicesDone: 1, slices: 2, episodes: 5 },
    },
    completed('t1', 'c1', 0, 4),
  ],
  t2: [completed('t2', 'c2', 0, 8)],
  t3: [
    {
      type: 'evaluation.trial.failed',
      data: { trialId: 't3', jobId: 'j1', code: 'unavailable', reason: 'the agent is away', report: report(3, 1) },
    },
  ],
  't1-s0': [episode('t1', 0, true), episode('t1', 1, false)],
  't2-s0': [episode('t2', 0, true)],
};
