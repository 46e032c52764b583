import fc from 'fast-check';
import { isDomainError } from '@ao/kernel';
import type { Report } from './report.js';
import { isTrialRecorded, trial, type TrialCommand } from './trial.decider.js';
import { runsPerItem, type TrialEvent, type TrialSpec } from './trial.events.js';

const spec: TrialSpec = {
  trialId: 't',
  jobId: 'j',
  miniAgent: 'recall',
  agentVersion: '1.0.0',
  runtime: 'builtin',
  taskSet: `set@${'0'.repeat(64)}`,
  configurationHash: 'c',
  configuration: { k: 1 },
  purpose: 'search',
  arm: 'candidate',
  splits: ['dev'],
  orderSeed: 1,
  offset: 0,
  count: 100,
  leaseId: 'l',
  fencingToken: 3,
  leaseExpiresAtMs: 4e12,
  round: 2,
  maxTokensPerEpisode: 0,
  maxCostMicrosPerEpisode: 0,
  episodeTimeoutMs: 1000,
};
const report: Report = {
  episodes: 100,
  solved: 50,
  solveRate: 0.5,
  solveRateLow: 0.4,
  solveRateHigh: 0.6,
  meanScore: 0.5,
  latencyP50Ms: 1,
  latencyP95Ms: 2,
  tokensIn: 0,
  tokensOut: 0,
  costMicros: 0,
  errors: 0,
  limitReached: 0,
};
const identity = { trialId: 't', jobId: 'j', configurationHash: 'c', purpose: 'search', arm: 'candidate', round: 2 };
const start: TrialCommand = { type: 'StartTrial', spec, slices: 2, episodes: 100 };
const completeSlice = (position: number): TrialCommand => ({
  type: 'CompleteSlice',
  sliceId: `t.${position}`,
  position,
  spent: { episodes: 50, tokens: 5, costMicros: 0 },
});
const complete: TrialCommand = { type: 'CompleteTrial', report };
const fail: TrialCommand = { type: 'FailTrial', code: 'resource_exhausted', reason: 'the budget is spent', report };

const fold = (events: readonly TrialEvent[]) => events.reduce(trial.evolve, trial.initial);
const after = (...commands: readonly TrialCommand[]): readonly TrialEvent[] =>
  commands.reduce<readonly TrialEvent[]>((events, command) => [...events, ...trial.decide(command, fold(events))], []);
const codeOf = (action: () => unknown): string | undefined => {
  try {
    action();
  } catch (error) {
    return isDomainError(error) ? error.code : 'not a DomainError';
  }
  return undefined;
};

it('tells the story of a trial', () => {
  expect(after(start, completeSlice(1), completeSlice(0), complete)).toEqual([
    { type: 'TrialStarted', data: { spec, slices: 2, episodes: 100 } },
    {
      type: 'SliceCompleted',
      data: {
        trialId: 't',
        jobId: 'j',
        sliceId: 't.1',
        position: 1,
        spent: { episodes: 50, tokens: 5, costMicros: 0 },
        slicesDone: 1,
        slices: 2,
        episodesDone: 50,
      },
    },
    {
      type: 'SliceCompleted',
      data: {
        trialId: 't',
        jobId: 'j',
        sliceId: 't.0',
        position: 0,
        spent: { episodes: 50, tokens: 5, costMicros: 0 },
        slicesDone: 2,
        slices: 2,
        episodesDone: 100,
      },
    },
    { type: 'TrialCompleted', data: { ...identity, report } },
  ]);
});

it.each([
  ['start', [start], start],
  ['slice', [start, completeSlice(0)], completeSlice(0)],
  ['completion', [start, completeSlice(0), completeSlice(1), complete], complete],
  ['failure', [start, fail], fail],
])('is idempotent: %s', (_, history, again) => {
  expect(trial.decide(again, fold(after(...history)))).toEqual([]);
});

it('fails with what was recorded before', () => {
  expect(after(start, completeSlice(0), fail).at(-1)).toEqual({
    type: 'TrialFailed',
    data: { ...identity, code: 'resource_exhausted', reason: 'the budget is spent', report },
  });
});

it('ends once: what comes after the end changes nothing', () => {
  expect(trial.decide(fail, fold(after(start, completeSlice(0), completeSlice(1), complete)))).toEqual([]);
  expect(trial.decide(completeSlice(1), fold(after(start, fail)))).toEqual([]);
});

it('refuses to complete before the last slice', () => {
  expect(codeOf(() => trial.decide(complete, fold(after(start, completeSlice(0)))))).toBe('failed_precondition');
});

it('refuses a slice that it was not cut into', () => {
  expect(codeOf(() => trial.decide(completeSlice(2), fold(after(start))))).toBe('out_of_range');
});

it('refuses to count for a trial that never started', () => {
  expect(codeOf(() => trial.decide(completeSlice(0), trial.initial))).toBe('not_found');
});

it('is recorded at once where there is nothing to run', () => {
  expect(isTrialRecorded(fold(after({ ...start, slices: 0, episodes: 0 })))).toBe(true);
});

it('is recorded exactly when every slice was counted, in any order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), (positions) => {
      const state = fold(
        after(
          { ...start, slices: 8 },
          ...positions.flatMap((position) => [completeSlice(position), completeSlice(position)]),
        ),
      );
      expect(isTrialRecorded(state)).toBe(positions.length === 8);
      expect(state).toMatchObject({ status: 'running', episodes: 50 * positions.length });
    }),
  );
});

it.each([
  [{}, 1],
  [{ runsPerItem: 0 }, 1],
  [{ runsPerItem: 5 }, 5],
])('runs each item of a trial with %j %i times', (given, expected) => {
  expect(runsPerItem(given)).toBe(expected);
});
