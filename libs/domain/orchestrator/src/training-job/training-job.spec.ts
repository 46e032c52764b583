import fc from 'fast-check';
import { given } from '@ao/testing';
import {
  chance,
  firstHoldoutItem,
  granted,
  hashes,
  lease,
  PlayedJob,
  request,
  world,
  type World,
} from './job.fixture.js';
import type { TrainingJobEvent } from './training-job.events.js';
import { trainingJob } from './training-job.decider.js';
import { nextStep } from './steps/next-step.js';

const requested: TrainingJobEvent = { type: 'TrainingRequested', data: request() };
const asked: TrainingJobEvent = { type: 'LeaseAsked', data: { leaseId: lease.leaseId } };
const accepted: TrainingJobEvent = { type: 'LeaseAccepted', data: granted };
const hinted: TrainingJobEvent = { type: 'HintsApplied', data: { hints: request().hints } };
const start = { type: 'RequestTraining', data: request() } as const;
describe('a request', () => {
  it('is recorded', () => given(trainingJob).when(start).then(requested));
  it('is idempotent', () => given(trainingJob, requested).when(start).thenNothing());
  it('refuses another body under the same key', () =>
    given(trainingJob, requested)
      .when({ ...start, data: request({ fingerprint: 'two' }) })
      .thenRefused('already_exists'));
});

describe('a lease', () => {
  it('is asked for once, and the job waits', () => {
    given(trainingJob, requested)
      .when({ type: 'AskLease', data: { leaseId: lease.leaseId } })
      .then(asked);
    given(trainingJob, requested, asked)
      .when({ type: 'AskLease', data: { leaseId: lease.leaseId } })
      .thenNothing();
  });
  it('starts the job and puts its hints in force', () =>
    given(trainingJob, requested, asked).when({ type: 'AcceptLease', data: granted }).then(accepted, hinted));
  it('is accepted once', () =>
    given(trainingJob, requested, asked, accepted, hinted).when({ type: 'AcceptLease', data: granted }).thenNothing());
  it('that is refused denies the job', () =>
    given(trainingJob, requested, asked)
      .when({ type: 'DenyTraining', data: { policies: ['p'], reason: 'too much' } })
      .then({ type: 'TrainingDenied', data: { policies: ['p'], reason: 'too much' } }));
  it('is not asked for while the job is paused', () => {
    const paused = [requested, { type: 'TrainingPaused', data: {} } as const];
    expect(
      nextStep(paused.reduce<ReturnType<typeof trainingJob.evolve>>(trainingJob.evolve, trainingJob.initial)),
    ).toEqual({ kind: 'wait' });
  });
});

describe('cancel, pause, resume', () => {
  const running = [requested, asked, accepted, hinted];
  it('cancels once', () => {
    given(trainingJob, ...running)
      .when({ type: 'CancelTraining', data: { reason: 'enough' } })
      .then({ type: 'TrainingCancelled', data: { reason: 'enough' } });
    given(trainingJob, ...running, { type: 'TrainingCancelled', data: { reason: 'enough' } })
      .when({ type: 'CancelTraining', data: { reason: 'again' } })
      .thenNothing();
  });
  it('gives the lease back after a cancel', () => {
    const state = [...running, { type: 'TrainingCancelled', data: { reason: '' } } as const].reduce<
      ReturnType<typeof trainingJob.evolve>
    >(trainingJob.evolve, trainingJob.initial);
    expect(nextStep(state)).toEqual({ kind: 'return_lease' });
    given(trainingJob, ...running, { type: 'TrainingCancelled', data: { reason: '' } })
      .when({ type: 'ReturnLease', data: { leaseId: lease.leaseId } })
      .then({ type: 'LeaseReturned', data: { leaseId: lease.leaseId } });
  });
  it('keeps the lease until what was spent is paid: until every trial has ended', () => {
    const job = new PlayedJob(world(0.4));
    job.tell({ type: 'RequestTraining', data: request() });
    job.tell({ type: 'AskLease', data: { leaseId: lease.leaseId } });
    job.tell({ type: 'AcceptLease', data: granted });
    job.tell({ type: 'ScheduleTrials', data: { hashes } });
    job.tell({ type: 'CancelTraining', data: { reason: 'enough' } });
    const open = job.events.flatMap((event) => (event.type === 'TrialScheduled' ? [event.data.trialId] : []));
    expect(open.length).toBeGreaterThan(1);
    for (const trialId of open) {
      expect(nextStep(job.state)).toEqual({ kind: 'wait' });
      const command = {
        type: 'ObserveTrial',
        data: {
          trialId,
          result: { episodes: 3, solved: 1, meanScore: 0.3 },
          failure: { code: 'aborted', reason: 'the job ended' },
        },
      } as const;
      expect(job.tell(command)).toHaveLength(1);
      expect(job.tell(command)).toHaveLength(0);
    }
    expect(nextStep(job.state)).toEqual({ kind: 'return_lease' });
  });
  it('pauses and resumes, each once', () => {
    const paused: TrainingJobEvent = { type: 'TrainingPaused', data: {} };
    given(trainingJob, ...running)
      .when({ type: 'PauseTraining', data: {} })
      .then(paused);
    given(trainingJob, ...running, paused)
      .when({ type: 'PauseTraining', data: {} })
      .thenNothing();
    given(trainingJob, ...running, paused)
      .when({ type: 'ResumeTraining', data: { budget: null } })
      .then({ type: 'TrainingResumed', data: {} });
    given(trainingJob, ...running)
      .when({ type: 'ResumeTraining', data: { budget: null } })
      .thenNothing();
  });
  it('schedules nothing while paused', () =>
    given(trainingJob, ...running, { type: 'TrainingPaused', data: {} })
      .when({ type: 'ScheduleTrials', data: { hashes } })
      .thenNothing());
  it('refuses to touch an absent or an ended job', () => {
    given(trainingJob).when({ type: 'PauseTraining', data: {} }).thenRefused('not_found');
    given(trainingJob, ...running, { type: 'TrainingFailed', data: { reason: '' } })
      .when({ type: 'CancelTraining', data: { reason: '' } })
      .thenRefused('failed_precondition');
  });
});

describe('a whole job', () => {
  const outcome = (job: PlayedJob): string => {
    const last = job.events.findLast(({ type }) => type === 'TrainingCompleted');
    return last?.type === 'TrainingCompleted' ? last.data.outcome : 'none';
  };

  it('promotes what is better, and gives the lease back', () => {
    const job = new PlayedJob(world(0.4)).play(request());
    expect(outcome(job)).toBe('promoted');
    expect(job.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'SearchEnded',
        'BlockCompared',
        'PromotionDecided',
        'UnitSuggested',
        'UnitPromoted',
        'LeaseReturned',
      ]),
    );
    expect(nextStep(job.state)).toEqual({ kind: 'wait' });
  });

  it('promotes nothing where every configuration does the same, and spends nothing of the holdout on a tie', () => {
    const job = new PlayedJob(world(0)).play(request());
    expect(outcome(job)).toBe('rejected');
    expect(
      job.events.some(
        (event) => event.type === 'UnitSuggested' || (event.type === 'TrialScheduled' && event.data.purpose === 'gate'),
      ),
    ).toBe(false);
  });

  it('never schedules more episodes than the budget, and the search never more than its share', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        (episodes, share, seed) => {
          const asked = request({
            seed,
            budget: { ...request().budget, episodes },
            hints: { ...request().hints, budget: share },
          });
          const job = new PlayedJob(world(0.3)).play(asked);
          const counts = job.events.flatMap((event) => (event.type === 'TrialScheduled' ? [event.data] : []));
          const sum = (trials: typeof counts): number => trials.reduce((total, { count }) => total + count, 0);
          expect(sum(counts)).toBeLessThanOrEqual(episodes);
          expect(sum(counts.filter(({ purpose }) => purpose === 'search'))).toBeLessThanOrEqual(
            Math.floor(episodes * share),
          );
        },
      ),
      { numRuns: 40 },
    ));

  it('ends whatever the budget leaves for the finalists, also where a later one can afford fewer pairs than the incumbent has run', () => {
    const noisy: World = ({ k }, item) =>
      item < firstHoldoutItem
        ? chance(item) < 0.5 + 0.4 * Number(k)
        : chance(item * 7 + Math.round(Number(k) * 1e6)) < 0.5;
    const shorter = Array.from({ length: 40 }, (_, index) => 1500 + index * 61).map((episodes) => {
      const job = new PlayedJob(noisy).play(
        request({
          budget: { ...request().budget, episodes },
          gate: { ...request().gate, futility: 0, confirmationItems: 0 },
        }),
      );
      const blocks = job.events.flatMap((event) => (event.type === 'BlockCompared' ? [event.data] : []));
      const trials = job.events.flatMap((event) =>
        event.type === 'TrialScheduled' && event.data.purpose === 'gate' && event.data.arm === 'incumbent'
          ? [event.data]
          : [],
      );
      expect(outcome(job)).not.toBe('none');
      return blocks.some(
        ({ block, itemIds }) => itemIds.length < (trials.find(({ round }) => round === block)?.count ?? 0),
      );
    });
    expect(shorter).toContain(true);
  });

  it('search trials never touch the holdout, gate trials nothing else', () => {
    const job = new PlayedJob(world(0.4)).play(request());
    const scheduled = job.events.flatMap((event) => (event.type === 'TrialScheduled' ? [event.data] : []));
    expect(
      new Set(scheduled.filter(({ purpose }) => purpose === 'search').flatMap(({ context }) => context.splits)),
    ).toEqual(new Set(['train', 'dev']));
    expect(
      new Set(scheduled.filter(({ purpose }) => purpose === 'gate').flatMap(({ context }) => context.splits)),
    ).toEqual(new Set(['holdout']));
  });

  it('is the same job from the same seed, and state folds from events alone', () => {
    const first = new PlayedJob(world(0.4)).play(request());
    const second = new PlayedJob(world(0.4)).play(request());
    expect(second.events).toEqual(first.events);
    expect(JSON.stringify(first.events)).toEqual(JSON.stringify(JSON.parse(JSON.stringify(first.events))));
    expect(first.events.reduce<ReturnType<typeof trainingJob.evolve>>(trainingJob.evolve, trainingJob.initial)).toEqual(
      first.state,
    );
  });

  it('is held, not failed, where the budget ended before a verdict; fails where the agent is away', () => {
    const failing = (code: string): string => {
      const job = new PlayedJob(world(0.4));
      job.tell({ type: 'RequestTraining', data: request() });
      job.tell({ type: 'AskLease', data: { leaseId: lease.leaseId } });
      job.tell({ type: 'AcceptLease', data: granted });
      job.tell({ type: 'ScheduleTrials', data: { hashes } });
      job.tell({
        type: 'ObserveTrial',
        data: { trialId: 'j1.1', result: { episodes: 1, solved: 1, meanScore: 1 }, failure: { code, reason: 'ended' } },
      });
      return nextStep(job.state).kind;
    };
    expect(failing('resource_exhausted')).toBe('complete');
    expect(failing('unavailable')).toBe('fail');
  });
});

describe('the two arms of a comparison', () => {
  const gateTrials = (interleaved: boolean) => {
    const played = new PlayedJob(world(0.1));
    played.play(request({ interleaved, budget: { ...request().budget, episodes: 20_000 } }));
    return played.events.flatMap((event) =>
      event.type === 'TrialScheduled' && event.data.purpose === 'gate' ? [event.data] : [],
    );
  };

  it('carry the same mark, one of each arm, and another one for each block of each finalist', () => {
    const trials = gateTrials(true);
    const marks = Map.groupBy(trials, ({ pair }) => pair);
    expect(trials.length).toBeGreaterThan(0);
    expect(marks.has(undefined)).toBe(false);
    for (const arms of marks.values()) expect(arms.map(({ arm }) => arm).sort()).toEqual(['candidate', 'incumbent']);
  });

  it('carry none in a job that is older than the marks', () => {
    expect(gateTrials(false).filter(({ pair }) => pair !== undefined)).toEqual([]);
  });
});
