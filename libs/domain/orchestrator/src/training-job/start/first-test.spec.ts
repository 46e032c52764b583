import { given } from '@ao/testing';
import { shareAlpha } from '@ao/science';
import { PlayedJob, request, world } from '../job.fixture.js';
import { trainingJob } from '../training-job.decider.js';
import { slotError } from './first-test.js';

it('says what a job may take of its slot before it is spent', () => {
  const error = slotError({ ...request(), leastPairs: 20 }, null);
  expect(error).toMatchObject({ slot: 'recall/set', test: 1, comparisons: 3, slotAlpha: 0.05, spent: 0 });
  expect(error?.alpha).toBeCloseTo(shareAlpha(0.05, 0), 12);
  expect(error?.most).toBeCloseTo(
    [0, 1, 2].reduce((sum, place) => sum + shareAlpha(0.05, place), 0),
    12,
  );
  expect(error?.left).toBeCloseTo(0.05 - (error?.most ?? 0), 12);
});

it('counts what the slot has spent already', () => {
  const tests = [{ alpha: 0.03, promoted: false }];
  const error = slotError(request(), { slotAlpha: 0.05, spending: 'family_wise', tests });
  expect(error).toMatchObject({ test: 2, spent: 0.03 });
  expect(error?.alpha).toBeCloseTo(shareAlpha(0.05, 1), 12);
});

describe('a job that only searches', () => {
  const asked = { ...request(), mode: 'search_only', leastPairs: 0 } as const;

  it('takes nothing of the slot', () => expect(slotError(asked, null)).toBeNull());

  it('spends its whole budget on the search, never looks at the holdout and ends with what it found', () => {
    const job = new PlayedJob(world(0.4)).play(asked);
    const trials = job.events.flatMap((event) => (event.type === 'TrialScheduled' ? [event.data] : []));
    expect(new Set(trials.map(({ purpose }) => purpose))).toEqual(new Set(['search']));
    expect(trials.flatMap(({ context }) => context.splits)).not.toContain('holdout');
    expect(job.events.some(({ type }) => type === 'AlphaReserved')).toBe(false);
    expect(job.events.find(({ type }) => type === 'TrainingCompleted')?.data).toMatchObject({
      outcome: 'held',
      reason: expect.stringMatching(/^search only: the best candidate reached \d/) as string,
    });
    given(trainingJob, ...job.events)
      .when({ type: 'ResumeTraining', data: { budget: {} } })
      .thenRefused('failed_precondition');
  });
});
