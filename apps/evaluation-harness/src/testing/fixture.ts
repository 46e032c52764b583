import type { SliceEvent, TaskSetVersion, TrialEvent, TrialSpec } from '@ao/domain-evaluation';
import { eventStoreMigrations, postgresEventStore, type EventMetadata } from '@ao/event-store';
import { connect, migrate, serviceMigrations, type Sql } from '@ao/postgres';
import type { JsonObject, Role } from '@ao/kernel';
import { createLogger } from '@ao/observability';
import { AgentThreads, diceItems, echo, type Specialist } from '@ao/specialists';
import { schema, type Database } from '../database.js';
import type { LeasePort } from '../lease/lease-port.js';
import type { AgentRuntime } from '../runtime/agent-runtime.js';
import { builtinRuntime } from '../runtime/builtin-runtime.js';
import { harnessSettings, type HarnessSettings } from '../evaluation-harness.settings.js';
import { until } from '@ao/testing';
import { registerTaskSet } from '../task-set/register.js';
import { startTrial } from '../trial/start-trial.js';
import { WorkerLoop } from '../worker/worker-loop.js';

export const metadata: EventMetadata = { corrId: 'corr-1', causationId: 'cause-1', subject: 'service:evaluation' };

/** Quick to notice everything. */
export const quick: HarnessSettings = {
  ...harnessSettings({}),
  workers: 1,
  episodeConcurrency: 4,
  sliceSize: 10,
  claimMs: 600,
  heartbeatMs: 100,
  pollMs: 20,
  retryMs: 5,
  batchMs: 20,
  graceMs: 500,
  sliceAttempts: 2,
  agentPatienceMs: 1_000,
};

/** The harness's tables, empty. */
export const openDatabase = async (sql: Sql): Promise<Database> => {
  await sql.unsafe(`drop schema if exists ${schema} cascade`);
  await migrate({ sql, schema, origins: [eventStoreMigrations, serviceMigrations(__dirname)] });
  return { sql, log: postgresEventStore({ sql, schema }) };
};

/** A process's own view of the database; `die` cuts it off in the middle of whatever it does, as a kill would. */
export const mortal = (url: string): { readonly database: Database; die(): Promise<void> } => {
  const sql = connect({ url, applicationName: 'mortal' });
  return { database: { sql, log: postgresEventStore({ sql, schema }) }, die: () => sql.end({ timeout: 0 }) };
};

/** A task set whose answers are the questions: the echo agent solves every item but each fifth. */
export const registerEchoSet = (database: Database, items: number, role: Role = 'tooling'): Promise<TaskSetVersion> =>
  registerTaskSet(
    database,
    async (staging) => {
      for (let index = 1; index <= items; index++) {
        await staging.item(index, {
          id: `item-${index}`,
          input: { text: `t${index}` },
          target: { text: index % 5 === 0 ? 'other' : `t${index}` },
          metadata: {},
        });
      }
      return { name: 'echoes', role, source: 'import', licence: '' };
    },
    metadata,
  );

/** A task set for agents that play with dice; of its first three items the slice is unusual: too long, no text, none. */
export const registerDiceSet = (database: Database, items: number): Promise<TaskSetVersion> =>
  registerTaskSet(
    database,
    async (staging) => {
      const unusual: readonly JsonObject[] = [{ slice: 'x'.repeat(101) }, { slice: 7 }, {}];
      for (const [index, item] of diceItems(items).entries())
        await staging.item(index + 1, { ...item, metadata: unusual[index] ?? item.metadata ?? {} });
      return { name: 'rolls', role: 'validation', source: 'import', licence: '' };
    },
    metadata,
  );

/** A trial of the echo agent on every item. */
export const echoTrial = ({ name, hash }: TaskSetVersion, change: Partial<TrialSpec> = {}): TrialSpec => ({
  trialId: 'trial-1',
  jobId: 'job-1',
  miniAgent: 'echo',
  agentVersion: '1.0.0',
  runtime: 'builtin',
  taskSet: `${name}@${hash}`,
  configurationHash: 'c1',
  configuration: {},
  purpose: 'search',
  arm: 'candidate',
  splits: ['train', 'dev', 'holdout'],
  orderSeed: 7,
  offset: 0,
  count: 1_000_000,
  leaseId: 'lease-1',
  fencingToken: 3,
  leaseExpiresAtMs: Date.now() + 3_600_000,
  round: 0,
  maxTokensPerEpisode: 100,
  maxCostMicrosPerEpisode: 100,
  episodeTimeoutMs: 5_000,
  ...change,
});

/** Starts a trial as the reaction does. */
export const schedule = (database: Database, spec: TrialSpec): Promise<boolean> =>
  startTrial(database, spec, metadata, quick.sliceSize);

const threads = new Set<AgentThreads>();

const testThreads = (): AgentThreads => {
  const made = new AgentThreads({
    threads: 1,
    runsPerThread: 4,
    fitTimeoutMs: 10_000,
    memoryMb: 256,
    sessions: 4,
    testAgents: true,
  });
  threads.add(made);
  return made;
};

/** Ends the threads of built-in agents of all workers so far. */
export const closeThreads = async (): Promise<void> => {
  await Promise.all([...threads].map((each) => each.close()));
  threads.clear();
};

/** A worker process, in the test's process. */
export const workerLoopOf = (
  database: Database,
  lease: LeasePort,
  options: { settings?: Partial<HarnessSettings>; runtime?: AgentRuntime; specialists?: readonly Specialist[] } = {},
): WorkerLoop =>
  new WorkerLoop({
    database,
    lease,
    runtime: options.runtime ?? builtinRuntime(database.sql, options.specialists ?? [echo], testThreads()),
    settings: { ...quick, ...options.settings },
    logger: createLogger({ service: 'test', level: process.env.AO_TEST_LOG ?? 'silent' }),
  });

/** The events of a trial's stream. */
export const trialEvents = async ({ log }: Database, trialId: string): Promise<readonly TrialEvent[]> =>
  (await log.read<TrialEvent>(`trial-${trialId}`)).events.map(({ event }) => event);

/** Every recorded episode of a trial, in the order of the log. */
export const recordedEpisodes = async ({ sql }: Database, trialId: string): Promise<readonly SliceEvent['data'][]> => {
  const rows = await sql<{ data: SliceEvent['data'] }[]>`
    select data from evaluation.events where type = 'EpisodeCompleted' and data ->> 'trialId' = ${trialId} order by transaction_id, position`;
  return rows.map(({ data }) => data);
};

export { until };

/** Waits until a trial has ended; answers its last event. */
export const ended = async (database: Database, trialId: string): Promise<TrialEvent> => {
  await until(async () =>
    ['TrialCompleted', 'TrialFailed'].includes((await trialEvents(database, trialId)).at(-1)?.type ?? ''),
  );
  return (await trialEvents(database, trialId)).at(-1) as TrialEvent;
};
