import { DomainError } from '@ao/kernel';
import { commandHandler, memoryEventStore } from '@ao/event-store';
import { trainingJob, type TrainingJobEvent } from '@ao/domain-orchestrator';
import { requestOf } from '../evidence/played-job.fixture.js';
import { ledgerCommands } from '../gate-ledger/reserve-alpha.js';
import type { Peers } from '../orchestrator.peers.js';
import { jobRunner, orFail } from './job-runner.js';

const cause = { corrId: 'c', causationId: 'x' };
const logger = { error: () => undefined };
const grant = { granted: true, policies: [], reason: '', fencingToken: 1, expiresAtMs: 1_000_000 };

/** A job and its runner beside peers of which one call goes wrong. */
const jobBeside = async (lease: object, logic: object = { getSlot: async () => ({ configurationHash: '' }) }) => {
  const store = memoryEventStore();
  const jobs = commandHandler(store, 'job', trainingJob);
  const peers = { lease, logic } as unknown as Peers;
  const advance = jobRunner({ jobs, ledgers: ledgerCommands(store), store, peers, logger });
  await jobs('j1', { type: 'RequestTraining', data: requestOf('j1', {}) }, { ...cause, subject: 'user:admin' });
  const recorded = async (): Promise<readonly TrainingJobEvent[]> =>
    (await store.read<TrainingJobEvent>('job-j1')).events.map(({ event }) => event);
  return { jobs, advance: () => advance('j1', cause), recorded };
};

const throwing = (error: Error) => async () => Promise.reject(error);

describe('a step that can never be done', () => {
  it.each([
    ['invalid_argument', new DomainError('invalid_argument', 'the lease request is not valid')],
    ['internal', new DomainError('internal', 'a peer broke')],
    ['failed_precondition', new DomainError('failed_precondition', 'another promise')],
    ['an exception of our own', new TypeError('x is not a function')],
  ])('ends the job failed with the reason: %s', async (_, error) => {
    const job = await jobBeside({ acquireLease: throwing(error) });
    await job.advance();
    expect((await job.recorded()).at(-1)).toEqual({
      type: 'TrainingFailed',
      data: { reason: expect.stringContaining(error.message) as string },
    });
  });

  it('names the step and keeps the reason short enough for a fact', async () => {
    const job = await jobBeside({ acquireLease: throwing(new Error('x'.repeat(100_000))) });
    await job.advance();
    const last = (await job.recorded()).at(-1);
    const reason = last?.type === 'TrainingFailed' ? last.data.reason : '';
    expect(reason).toMatch(/^the step "acquire_lease" failed: Error: x+$/);
    expect(reason).toHaveLength(2_000);
  });
});

it.each(['unavailable', 'aborted', 'deadline_exceeded'] as const)(
  'tries a step again where the world is in the way: %s',
  async (code) => {
    let away = true;
    const acquireLease = async () => (away ? Promise.reject(new DomainError(code, 'later')) : grant);
    const job = await jobBeside({ acquireLease });
    await expect(job.advance()).rejects.toMatchObject({ code });
    expect((await job.jobs.load('j1')).state.status).toBe('waiting');
    away = false;
    await job.advance();
    expect((await job.jobs.load('j1')).state.status).toBe('running');
  },
);

it('counts the return of a lease as done where lease-policy refuses it for good: the job has ended and has nothing to hold', async () => {
  const releaseLease = throwing(new DomainError('not_found', 'there is no such lease'));
  const job = await jobBeside({ acquireLease: async () => grant, releaseLease });
  await job.advance();
  await job.jobs('j1', { type: 'FailTraining', data: { reason: 'x' } }, { ...cause, subject: 's' });
  for (const event of await job.recorded())
    if (event.type === 'TrialScheduled')
      await job.jobs(
        'j1',
        {
          type: 'ObserveTrial',
          data: {
            trialId: event.data.trialId,
            result: { episodes: 0, solved: 0, meanScore: 0 },
            failure: { code: 'aborted', reason: 'the job ended' },
          },
        },
        { ...cause, subject: 's' },
      );
  await job.advance();
  expect((await job.recorded()).at(-1)).toEqual({ type: 'LeaseReturned', data: { leaseId: 'lease-j1' } });
});

it('fails the job where a fact about it cannot be taken in, and tries again what may pass', async () => {
  const { jobs, recorded } = await jobBeside({});
  const what = { jobId: 'j1', what: 'taking in the result of a trial' };
  const passing = orFail({ jobs, logger }, what, cause, throwing(new DomainError('unavailable', 'later')));
  await expect(passing).rejects.toMatchObject({ code: 'unavailable' });
  await orFail({ jobs, logger }, what, cause, throwing(new RangeError('past 2^53')));
  expect((await recorded()).at(-1)).toEqual({
    type: 'TrainingFailed',
    data: { reason: 'taking in the result of a trial failed: RangeError: past 2^53' },
  });
});
