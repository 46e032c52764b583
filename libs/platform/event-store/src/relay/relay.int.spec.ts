import { connect, type Sql, migrate } from '@ao/postgres';
import type { EventMetadata, RecordedEvent } from '../event-store.js';
import { postgresEventStore, type PostgresEventStore } from '../postgres/postgres-event-store.js';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { until } from '@ao/testing';
import { postgresRelayCheckpoints } from './relay-checkpoints.js';
import { relay, type Relay } from './relay.js';
import { eventStoreMigrations } from '../event-store-migrations.js';

const metadata: EventMetadata = { corrId: 'c', causationId: 'c', subject: 'service:test' };
const noted = (stream: string, expectedVersion: number) => ({
  stream,
  expectedVersion,
  metadata,
  events: [{ type: 'Noted', data: {} }],
});

let postgres: TestPostgres;
let sql: Sql;
let schema: string;
let store: PostgresEventStore;
let schemas = 0;

beforeAll(async () => {
  postgres = await testPostgres({ durable: true });
  sql = connect({ url: postgres.url, max: 20, applicationName: 'test' });
});

afterAll(async () => {
  await sql.end({ timeout: 1 });
  await postgres.stop();
});

beforeEach(async () => {
  schema = `s${(schemas += 1)}`;
  await migrate({ sql, schema, origins: [eventStoreMigrations] });
  store = postgresEventStore({ sql, schema });
});

/** A replica of the service: its own pool and store, which hears no append of another one. */
const replica = (
  published: string[],
  publish = async (_: readonly RecordedEvent[]): Promise<void> => undefined,
  own = sql,
): Relay =>
  relay({
    store: postgresEventStore({ sql: own, schema }),
    name: 'facts',
    checkpoints: postgresRelayCheckpoints({ sql: own, schema }),
    pageSize: 7,
    maxBackOffMs: 100,
    publish: async (events) => {
      await publish(events);
      published.push(...events.map(({ stream, version }) => `${stream}@${version}`));
    },
  });

it('loses nothing of a transaction that appended first and committed last', async () => {
  const published: string[] = [];
  const running = replica(published);
  const appended = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const slow = store.transaction(async (tx) => {
    await store.appendIn(tx, [noted('slow-1', 0)]);
    appended.resolve();
    await go.promise;
  });
  await appended.promise;
  for (let index = 0; index < 20; index += 1) await store.append(noted(`quick-${index}`, 0));
  await until(async () => (await running.lag()) === 20);
  expect(published).toEqual([]);
  go.resolve();
  await slow;
  await until(running.caughtUp);
  expect(published).toEqual(['slow-1@1', ...Array.from({ length: 20 }, (_, index) => `quick-${index}@1`)]);
  await running.close();
});

it('publishes everything once and in order, with writers and replicas side by side', async () => {
  const published: string[] = [];
  let publishing = 0;
  const alone = async (): Promise<void> => {
    publishing += 1;
    await new Promise(setImmediate);
    expect(publishing).toBe(1);
    publishing -= 1;
  };
  const replicas = [replica(published, alone), replica(published, alone), replica(published, alone)];
  const writer = async (index: number): Promise<void> => {
    for (let version = 0; version < 40; version += 1) {
      if (version % 2 === 0) await store.append(noted(`note-${index}`, version));
      else {
        await store.transaction(async (tx) => {
          await store.appendIn(tx, [noted(`note-${index}`, version)]);
          await tx`select pg_sleep(${(index % 3) / 1000})`;
        });
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, index) => writer(index)));
  await until(replicas[0]?.caughtUp ?? (() => true));
  await Promise.all(replicas.map((one) => one.close()));
  expect(published).toHaveLength(240);
  expect(new Set(published).size).toBe(240);
  for (let index = 0; index < 6; index += 1) {
    expect(published.filter((name) => name.startsWith(`note-${index}@`))).toEqual(
      Array.from({ length: 40 }, (_, version) => `note-${index}@${version + 1}`),
    );
  }
});

it('hands over to another replica when the one at work dies', async () => {
  const published: string[] = [];
  const mortal = connect({ url: postgres.url, max: 4, applicationName: 'mortal' });
  let stuck = false;
  const dying = replica(
    [],
    () => {
      stuck = true;
      return new Promise(() => undefined);
    },
    mortal,
  );
  await store.append(noted('note-1', 0));
  await until(() => stuck);
  const heir = replica(published);
  await store.append(noted('note-1', 1));
  expect(published).toEqual([]);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mortal'`;
  await until(() => published.length === 2);
  expect(published).toEqual(['note-1@1', 'note-1@2']);
  await heir.close();
  await mortal.end({ timeout: 0 });
  await dying.close();
});

it('goes on when Postgres was away', async () => {
  const published: string[] = [];
  const running = replica(published);
  await store.append(noted('note-1', 0));
  await until(() => published.length === 1);
  await postgres.crash();
  await postgres.restart();
  await until(() =>
    store.append(noted('note-1', 1)).then(
      () => true,
      () => false,
    ),
  );
  await until(() => published.includes('note-1@2'));
  // The page under way at the crash may come again; order stays.
  expect(published.at(-1)).toBe('note-1@2');
  await running.close();
});

it('keeps what it has parked over a restart, in the transaction of its checkpoint', async () => {
  const published: string[] = [];
  const options = {
    store,
    name: 'facts',
    checkpoints: postgresRelayCheckpoints({ sql, schema }),
    publish: async (events: readonly RecordedEvent[]): Promise<void> =>
      void published.push(...events.map(({ stream, version }) => `${stream}@${version}`)),
  };
  await store.append(noted('note-1', 0));
  await store.append(noted('large-1', 0));
  await store.append(noted('note-1', 1));
  const first = relay({ ...options, check: ({ stream }) => (stream === 'large-1' ? 'it is too large' : undefined) });
  await until(first.caughtUp);
  await first.close();
  expect(published).toEqual(['note-1@1', 'note-1@2']);
  const second = relay(options);
  expect(await second.parked()).toMatchObject([{ stream: 'large-1', version: 1, reason: 'it is too large' }]);
  expect(await second.retryParked()).toBe(1);
  expect([published.at(-1), await second.parked()]).toEqual(['large-1@1', []]);
  await second.close();
});
