import { decodeFact, topics } from '@ao/contracts';
import { localBus, type DeadLetters, type DeliveredFact, type EventBus } from '@ao/event-bus';
import { postgresEventStore, type EventMetadata } from '@ao/event-store';
import { createLogger } from '@ao/observability';
import { connect, type Sql } from '@ao/postgres';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { until } from '@ao/testing';
import type { Publisher } from './facts.js';
import { parkedDetail } from './log-registry.js';
import { peersAt } from './peers.js';
import { serviceLog, type ServiceLog } from './service-log.js';
import type { ServiceRuntime } from './service-runtime.js';

const metadata: EventMetadata = { corrId: 'c', causationId: 'c', subject: 'service:test' };
const cancelled = (reason: string, jobId = 'j1') => ({ type: 'Cancelled', data: { jobId, reason } });
const publisher: Publisher = ({ event }) => ({
  type: 'orchestrator.job.cancelled',
  data: event.data as { jobId: string; reason: string },
});

let postgres: TestPostgres;
let sql: Sql;
let bus: EventBus & DeadLetters;
let runtime: ServiceRuntime;
let schemas = 0;

beforeAll(async () => {
  postgres = await testPostgres();
  sql = connect({ url: postgres.url, max: 10, applicationName: 'test' });
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await postgres.stop();
});

/** A service with a log of its own and a bus of its own. */
const setUp = async (): Promise<{ log: ServiceLog; schema: string; facts: DeliveredFact[] }> => {
  const schema = `s${(schemas += 1)}`;
  bus = localBus({ sql, schema: `bus_${schema}` });
  await bus.ensureTopics();
  const access = { admin: 'a'.repeat(20), service: 's'.repeat(20) };
  const logger = createLogger({ service: 'test', level: 'silent' });
  runtime = { name: 'test', sql, bus, logger, peers: peersAt('127.0.0.1:1'), serviceToken: access.service, access };
  const facts: DeliveredFact[] = [];
  await bus.subscribe({
    group: 'reader',
    topics: [topics.job.name, topics.trouble.name],
    handle: async (batch) => void facts.push(...batch.facts),
  });
  return { log: serviceLog({ runtime, schema, publisher }), schema, facts };
};

it('refuses at the door what could never be published, and says what is too much of it', async () => {
  const { log } = await setUp();
  await log.start();
  const append = (reason: string, jobId?: string): Promise<number> =>
    log.store.append({ stream: 'job-j1', expectedVersion: 0, metadata, events: [cancelled(reason, jobId)] });
  await expect(append('x'.repeat(1_000_000))).rejects.toMatchObject({
    code: 'invalid_argument',
    message: expect.stringMatching(
      /has 1000\d\d\d bytes, 900000 are the most; its largest part is reason with 1000002 bytes/,
    ),
    violations: [{ path: 'reason' }],
  });
  await expect(append('because', '')).rejects.toMatchObject({
    message: expect.stringContaining('orchestrator.job.cancelled: job_id must not be empty'),
  });
  expect(await append('because')).toBe(1);
  await until(log.caughtUp);
  await log.stop();
  await bus.close();
});

it('parks what an older door let in, says so everywhere, and publishes it once somebody has mended it', async () => {
  const { log, schema, facts } = await setUp();
  await log.start();
  const older = postgresEventStore({ sql, schema });
  const large = cancelled('x'.repeat(1_000_000), 'j1');
  await older.append({ stream: 'job-j1', expectedVersion: 0, metadata, events: [large] });
  await older.append({ stream: 'job-j2', expectedVersion: 0, metadata, events: [cancelled('because', 'j2')] });
  await until(() => facts.length === 2);
  expect(facts.map(({ type }) => type).sort()).toEqual(['log.event.parked', 'orchestrator.job.cancelled']);
  const told = facts.find(({ type }) => type === 'log.event.parked');
  expect(told && decodeFact(told.type, told.value)?.data).toMatchObject({
    service: 'test',
    stream: 'job-j1',
    version: 1,
    type: 'Cancelled',
    reason: expect.stringContaining('900000 are the most'),
  });
  await until(log.caughtUp);
  expect(await parkedDetail(bus)).toContain('test 1');
  expect(await log.retryParked()).toBe(0);
  await log.stop();
  const mended: Publisher = (recorded) => {
    const { jobId } = recorded.event.data as { jobId: string };
    return { type: 'orchestrator.job.cancelled', data: { jobId, reason: 'shortened' } };
  };
  const next = serviceLog({ runtime, schema, publisher: mended });
  await next.start();
  await until(() => facts.length === 4);
  expect(facts.slice(2).map(({ type, streamVersion }) => [type, streamVersion])).toEqual(
    expect.arrayContaining([
      ['orchestrator.job.cancelled', 1],
      ['log.event.unparked', 2],
    ]),
  );
  await until(async () => (await parkedDetail(bus)) === undefined);
  await next.stop();
  await bus.close();
});
