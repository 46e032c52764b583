import fc from 'fast-check';
import { granted, lease, PlayedJob, request, world } from '../job.fixture.js';
import type { TrainingJobEvent } from '../training-job.events.js';
import { nextStep } from '../steps/next-step.js';
import { keptOf } from './kept-items.js';

const asked = { ...request(), leastPairs: 20 };
const undisturbed = new PlayedJob(world(0.4)).play(asked);
const trialsOf = (job: PlayedJob): number => job.events.filter(({ type }) => type === 'TrialEnded').length;

const told = (events: readonly TrainingJobEvent[]): unknown[] =>
  events.flatMap<unknown>((event) => {
    switch (event.type) {
      case 'SearchEnded':
        return [event];
      case 'BlockCompared':
      case 'ConfirmationCompared':
        return [{ ...event, data: { ...event.data } }];
      case 'PromotionDecided':
        return [{ type: event.type, data: { ...event.data, leaseId: '' } }];
      default:
        return [];
    }
  });

const resume = (job: PlayedJob, budget: object | null = {}): PlayedJob => {
  job.tell({ type: 'ResumeTraining', data: { budget } });
  expect(nextStep(job.state)).toEqual({ kind: 'acquire_lease' });
  return job.goOn();
};

it('decides as the job that was never disturbed, and runs no item twice, wherever it was cut and however often', () => {
  const cuts = fc.array(
    fc.tuple(fc.integer({ min: 0, max: trialsOf(undisturbed) - 1 }), fc.integer({ min: 0, max: 60 })),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(cuts, (places) => {
      const job = new PlayedJob(world(0.4));
      job.tell({ type: 'RequestTraining', data: asked });
      for (const [after, items] of [...places].sort(([a], [b]) => a - b)) {
        job.playUntil(after).loseAgent(items);
        if (job.state.status === 'ended' && job.state.end === 'failed') resume(job, { wallMs: 60_000 });
      }
      job.goOn();
      expect(told(job.events)).toEqual(told(undisturbed.events));
      const ran = job.events.flatMap((event) =>
        event.type === 'TrialScheduled'
          ? Array.from(
              { length: event.data.count },
              (_, index) => `${event.data.purpose} ${event.data.configurationHash} ${event.data.offset + index}`,
            )
          : [],
      );
      const missing = job.events.flatMap((event) =>
        event.type === 'TrialContinued' ? event.data.missing.map(({ count }) => count) : [],
      );
      // What was scheduled again is what was missing, and nothing else.
      expect(ran.length - new Set(ran).size).toBe(missing.reduce((sum, count) => sum + count, 0));
    }),
    { numRuns: 30 },
  );
});

describe('a job that cannot be resumed', () => {
  const refused = (job: PlayedJob, code: string, message: RegExp): void =>
    expect(() => job.tell({ type: 'ResumeTraining', data: { budget: {} } })).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error,
    );

  it('has its verdict', () => refused(new PlayedJob(world(0.4)).play(asked), 'failed_precondition', /its verdict/));

  it('was cancelled', () => {
    const job = new PlayedJob(world(0.4));
    job.tell({ type: 'RequestTraining', data: asked });
    job.playUntil(2).tell({ type: 'CancelTraining', data: { reason: 'enough' } });
    refused(job, 'failed_precondition', /cancelled/);
  });

  it('is still being paid for', () => {
    const job = new PlayedJob(world(0.4));
    job.tell({ type: 'RequestTraining', data: asked });
    job.playUntil(2).tell({ type: 'FailTraining', data: { reason: 'x' } });
    refused(job, 'failed_precondition', /paid for; try again/);
  });

  it('runs: its budget stands', () => {
    const job = new PlayedJob(world(0.4));
    job.tell({ type: 'RequestTraining', data: asked });
    job.playUntil(2);
    expect(() => job.tell({ type: 'ResumeTraining', data: { budget: { episodes: 5 } } })).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }) as Error,
    );
  });
});

it('gets a lease of its own, is resumed once by the same request, and goes on where a lease was never granted', () => {
  const job = new PlayedJob(world(0.4));
  job.tell({ type: 'RequestTraining', data: asked });
  job.playUntil(2).loseAgent(3);
  const budget = { episodes: 100, wallMs: 5 };
  expect(job.tell({ type: 'ResumeTraining', data: { budget } })).toEqual([
    { type: 'TrainingReopened', data: { budget: { ...asked.budget, episodes: 4100, wallMs: 5 } } },
  ]);
  expect(job.tell({ type: 'ResumeTraining', data: { budget } })).toEqual([]);
  const other = { ...granted, leaseId: `${lease.leaseId}-2`, fencingToken: 2 };
  expect(job.tell({ type: 'AcceptLease', data: other }).map(({ type }) => type)).toEqual([
    'LeaseAccepted',
    'HintsApplied',
  ]);
  expect(job.state).toMatchObject({ status: 'running', lease: { leaseId: `${lease.leaseId}-2`, fencingToken: 2 } });
  const never = new PlayedJob(world(0.4));
  never.tell({ type: 'RequestTraining', data: asked });
  never.tell({ type: 'EndOverdue', data: { nowMs: 0 } });
  never.tell({ type: 'ResumeTraining', data: { budget: null } });
  expect(never.goOn().events.some(({ type }) => type === 'PromotionDecided')).toBe(true);
});

describe('what of a trial is kept', () => {
  const run = (ordinal: number, solved = true) =>
    ({ ordinal, solved, score: Number(solved), confidence: 0.5, tokensIn: 1, tokensOut: 2, costMicros: 3 }) as const;

  it('is what is recorded; the rest is missing, in stretches', () =>
    expect(keptOf({ offset: 10, count: 6 }, [run(10), run(12, false), run(13)])).toEqual({
      kept: { episodes: 3, solved: 2, meanScore: 2 / 3, brier: 0.25, tokens: 9, costMicros: 9 },
      missing: [
        { offset: 11, count: 1 },
        { offset: 14, count: 2 },
      ],
    }));

  it('is an item only where all of its runs are recorded', () =>
    expect(keptOf({ offset: 1, count: 2, runs: 2 }, [run(2), run(3), run(4)])).toMatchObject({
      kept: { episodes: 2 },
      missing: [{ offset: 2, count: 1 }],
    }));
});
