import { join } from 'node:path';
import {
  commandHandler,
  eventStoreMigrations,
  postgresEventStore,
  type PostgresEventStore,
  type Relay,
} from '@ao/event-store';
import { trainingJob, type TrainingJobCommand, type TrainingJobEvent } from '@ao/domain-orchestrator';
import { connect, migrate, packageDirectory, type Sql } from '@ao/postgres';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { until } from '@ao/testing';
import { requestOf } from '../evidence/played-job.fixture.js';
import type { JobCommands } from '../training-job/job-runner.js';
import { followJobs } from './follow-jobs.js';
import { noteProgress } from './open-jobs.store.js';
import { sweepOnce } from './sweep-jobs.js';

const logger = { warn: () => undefined } as never;
const metadata = { corrId: 'c', causationId: 'c', subject: 'user:admin' };
const minute = 60_000;

let postgres: TestPostgres;
let sql: Sql;
let store: PostgresEventStore;
let jobs: JobCommands;
let following: Relay;

beforeAll(async () => {
  postgres = await testPostgres();
  sql = connect({ url: postgres.url, max: 10, applicationName: 'test' });
  const service = { name: 'service', directory: join(packageDirectory(__dirname), 'migrations') };
  await migrate({ sql, schema: 'orchestrator', origins: [eventStoreMigrations, service] });
  store = postgresEventStore({ sql, schema: 'orchestrator' });
  jobs = commandHandler(store, 'job', trainingJob);
  following = followJobs({ sql, store, jobs, logger });
});

afterAll(async () => {
  await following?.close();
  await sql?.end({ timeout: 1 });
  await postgres?.stop();
});

const tell = (jobId: string, command: TrainingJobCommand) => jobs(jobId, command, metadata);

/** One sweep at a time so far from now; a job that has not moved for 10 minutes stands still. */
const sweepAt = async (fromNowMs: number): Promise<void> => {
  await until(following.caughtUp);
  await sweepOnce({ sql, jobs, logger, everyMs: 1, stallMs: 10 * minute, now: () => Date.now() + fromNowMs });
  await until(following.caughtUp);
};

const last = async (jobId: string): Promise<TrainingJobEvent | undefined> =>
  (await store.read<TrainingJobEvent>(`job-${jobId}`)).events.at(-1)?.event;

const requested = (jobId: string, wallMs: number) =>
  tell(jobId, {
    type: 'RequestTraining',
    data: { ...requestOf(jobId, {}), budget: { episodes: 4000, tokens: 0, costMicros: 0, wallMs } },
  });

const running = async (jobId: string, wallMs: number): Promise<void> => {
  await requested(jobId, wallMs);
  await tell(jobId, { type: 'AskLease', data: { leaseId: `l-${jobId}` } });
  const expiresAtMs = Date.now() + wallMs;
  const incumbent = { incumbent: { k: 0, on: false }, incumbentHash: 'i', slotBaseHash: '' };
  await tell(jobId, {
    type: 'AcceptLease',
    data: { leaseId: `l-${jobId}`, fencingToken: 1, expiresAtMs, ...incumbent },
  });
};

describe('the wall time', () => {
  it('ends a job whose lease is never answered', async () => {
    await requested('no-lease', 5 * minute);
    await sweepAt(4 * minute);
    expect((await last('no-lease'))?.type).toBe('TrainingRequested');
    await sweepAt(6 * minute);
    expect(await last('no-lease')).toEqual({
      type: 'TrainingFailed',
      data: { reason: 'the wall time of 5 min was over before a lease was granted' },
    });
  });

  it('ends a job whose trials never end, held and without a verdict; once', async () => {
    await running('no-end', 5 * minute);
    await sweepAt(6 * minute);
    const ended = { outcome: 'held', reason: 'no verdict: the wall time of 5 min is over', noVerdict: true };
    expect(await last('no-end')).toEqual({ type: 'TrainingCompleted', data: ended });
    const { version } = await jobs.load('no-end');
    await sweepAt(7 * minute);
    expect((await jobs.load('no-end')).version).toBe(version);
  });

  it('tells the search at its share, so that the gate keeps its part', async () => {
    await running('long-search', 100 * minute);
    await sweepAt(60 * minute);
    expect((await last('long-search'))?.type).not.toBe('SearchTimeOver');
    await sweepAt(80 * minute);
    const { events } = await store.read<TrainingJobEvent>('job-long-search');
    expect(events.filter(({ event }) => event.type === 'SearchTimeOver')).toHaveLength(1);
  });
});

describe('a job that does not move', () => {
  it('is said to stand still, with what it waits for, and once', async () => {
    await running('still', 100 * minute);
    await sweepAt(9 * minute);
    expect((await last('still'))?.type).toBe('HintsApplied');
    await sweepAt(11 * minute);
    expect(await last('still')).toMatchObject({ type: 'TrainingStalled', data: { waitsFor: 'the step "schedule"' } });
    const { version } = await jobs.load('still');
    await sweepAt(12 * minute);
    expect((await jobs.load('still')).version).toBe(version);
  });

  it('moves while its episodes go on', async () => {
    await running('busy', 100 * minute);
    await until(following.caughtUp);
    await noteProgress(sql, 'busy', new Date(Date.now() + 8 * minute));
    await sweepAt(11 * minute);
    expect((await last('busy'))?.type).toBe('HintsApplied');
  });
});

it('finds what is due by an index, however many jobs are open', async () => {
  const plan = await sql.begin(async (tx) => {
    await tx`set local enable_seqscan = off`;
    return tx`explain select job_id from orchestrator.open_jobs where deadline_at <= now() order by deadline_at limit 100`;
  });
  expect(JSON.stringify(plan)).toContain('open_jobs_deadline');
});
