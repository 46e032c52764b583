import { connect, type Sql, type Tx, migrate } from '@ao/postgres';
import { logStart, type EventMetadata, type StreamAppend } from '../event-store.js';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { until } from '@ao/testing';
import { postgresEventStore, type PostgresEventStore } from './postgres-event-store.js';
import { eventStoreMigrations } from '../event-store-migrations.js';

const metadata: EventMetadata = { corrId: 'c', causationId: 'c', subject: 'service:test' };
const to = (stream: string, expectedVersion: number, ...texts: readonly string[]): StreamAppend => ({
  stream,
  expectedVersion,
  metadata,
  events: texts.map((text) => ({ type: 'Noted', data: { text } })),
});

let postgres: TestPostgres;
let sql: Sql;
let store: PostgresEventStore;
let schemas = 0;

beforeAll(async () => {
  postgres = await testPostgres();
  sql = connect({ url: postgres.url, applicationName: 'test' });
});

afterAll(async () => {
  await sql.end();
  await postgres.stop();
});

beforeEach(async () => {
  const schema = `s${(schemas += 1)}`;
  await migrate({ sql, schema, origins: [eventStoreMigrations] });
  await sql.unsafe(`create table ${schema}.counters (name text primary key, value int not null)`);
  await sql.unsafe(`insert into ${schema}.counters values ('one', 0)`);
  store = postgresEventStore({ sql, schema });
});

const logged = async (): Promise<readonly string[]> =>
  (await store.readAll(logStart, 100)).map(({ stream, version }) => `${stream}@${version}`);

/** A transaction that stays open between two steps. */
const open = (first: (tx: Tx) => Promise<unknown>) => {
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<(tx: Tx) => Promise<unknown>>();
  const done = store.transaction(async (tx) => {
    await first(tx);
    begun.resolve();
    const then = await go.promise;
    await then(tx);
  });
  done.catch(begun.reject);
  return {
    begun: begun.promise,
    finish: (then: (tx: Tx) => Promise<unknown> = async () => undefined) => {
      go.resolve(then);
      return done;
    },
  };
};

/** Gives a transaction its number, as any write would. */
const write = (tx: Tx): Promise<unknown> => tx.unsafe(`update s${schemas}.counters set value = value + 1`);

describe('a slow writer', () => {
  it('is not passed: what was appended later waits for it', async () => {
    const slow = open((tx) => store.appendIn(tx, [to('slow-1', 0, 'first')]));
    await slow.begun;
    await store.append(to('quick-1', 0, 'second'));
    expect(await logged()).toEqual([]);
    await slow.finish();
    expect(await logged()).toEqual(['slow-1@1', 'quick-1@1']);
  });

  it('holds nobody up once it is rolled back', async () => {
    const slow = open((tx) => store.appendIn(tx, [to('slow-1', 0, 'first')]));
    await slow.begun;
    await store.append(to('quick-1', 0, 'second'));
    await expect(slow.finish(() => Promise.reject(new Error('changed my mind')))).rejects.toThrow('changed my mind');
    expect(await logged()).toEqual(['quick-1@1']);
  });

  it('is not passed by a reader that saw the later one first', async () => {
    await store.append(to('early-1', 0, 'zero'));
    const [early] = await store.readAll(logStart, 100);
    const slow = open((tx) => store.appendIn(tx, [to('slow-1', 0, 'first')]));
    await slow.begun;
    await store.append(to('quick-1', 0, 'second'));
    const after = (await store.readAll(early?.at ?? logStart, 100)).at(-1)?.at ?? early?.at ?? logStart;
    await slow.finish();
    expect((await store.readAll(after, 100)).map(({ stream }) => stream)).toEqual(['slow-1', 'quick-1']);
  });
});

it('loses nothing of a transaction with a later number but an earlier position', async () => {
  const early = open(write);
  await early.begun;
  const late = open((tx) => store.appendIn(tx, [to('late-1', 0, 'position 1')]));
  await late.begun;
  await early.finish((tx) => store.appendIn(tx, [to('early-1', 0, 'position 2')]));
  const [first, ...others] = await store.readAll(logStart, 100);
  expect([first?.stream, others]).toEqual(['early-1', []]);
  await late.finish();
  expect((await store.readAll(first?.at ?? logStart, 100)).map(({ stream }) => stream)).toEqual(['late-1']);
});

describe('an append that is not the first write of its transaction', () => {
  it('is refused where a transaction with a later number has appended to the stream', async () => {
    await store.append(to('note-1', 0, 'a'));
    const early = open(write);
    await early.begun;
    await store.append(to('note-1', 1, 'b'));
    const late = early.finish((tx) => store.appendIn(tx, [to('note-1', 2, 'c')]));
    await expect(late).rejects.toMatchObject({
      code: 'aborted',
      message: expect.stringContaining('later transaction'),
    });
    expect(await logged()).toEqual(['note-1@1', 'note-1@2']);
    await store.transaction(async (tx) => {
      await write(tx);
      await store.appendIn(tx, [to('note-1', 2, 'c')]);
    });
    expect(await logged()).toEqual(['note-1@1', 'note-1@2', 'note-1@3']);
  });

  it('is refused among many streams, too', async () => {
    const early = open(write);
    await early.begun;
    await store.append(to('note-1', 0, 'a'));
    const late = early.finish((tx) => store.appendIn(tx, [to('note-0', 0, 'x'), to('note-1', 1, 'b')]));
    await expect(late).rejects.toMatchObject({ code: 'aborted' });
    expect(await logged()).toEqual(['note-1@1']);
  });

  it('may append twice to one stream', async () => {
    await store.transaction(async (tx) => {
      await write(tx);
      await store.appendIn(tx, [to('note-1', 0, 'a', 'b')]);
      await store.appendIn(tx, [to('note-1', 2, 'c')]);
    });
    expect(await logged()).toEqual(['note-1@1', 'note-1@2', 'note-1@3']);
  });
});

it('keeps every stream in the order of its versions, whatever the writers do', async () => {
  const streams = ['note-1', 'note-2', 'note-3'];
  const writer = async (index: number): Promise<void> => {
    for (let round = 0; round < 30; round += 1) {
      const stream = streams[(index + round) % streams.length] as string;
      await store
        .transaction(async (tx) => {
          if ((index + round) % 2 === 0) await tx`select pg_current_xact_id()`;
          const { version } = await store.read(stream);
          await store.appendIn(tx, [to(stream, version, `${index}`)]);
        })
        .catch((error: { code: string }) => expect(error.code).toBe('aborted'));
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, index) => writer(index)));
  const log = await store.readAll(logStart, 1000);
  for (const stream of streams) {
    const versions = log.filter((event) => event.stream === stream).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    expect(versions.length).toBe((await store.read(stream)).version);
    expect(versions.length).toBeGreaterThan(5);
  }
});

describe('a transaction of the caller', () => {
  it('gives the append hint after the commit, and only then', async () => {
    let hints = 0;
    store.onAppend(() => {
      hints += 1;
    });
    await store.transaction(async (tx) => {
      await store.appendIn(tx, [to('note-1', 0, 'a')]);
      expect(hints).toBe(0);
    });
    expect(hints).toBe(1);
    await store.transaction(write);
    await store
      .transaction(async (tx) => {
        await store.appendIn(tx, [to('note-1', 1, 'b')]);
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(hints).toBe(1);
  });

  it('commits its other writes with its events, or neither', async () => {
    await store.transaction(async (tx) => {
      await store.appendIn(tx, [to('note-1', 0, 'a')]);
      await write(tx);
    });
    const racing = store.transaction(async (tx) => {
      await write(tx);
      await store.appendIn(tx, [to('note-1', 0, 'a')]);
    });
    await expect(racing).rejects.toMatchObject({
      code: 'aborted',
      message: expect.stringContaining('note-1 to be new'),
    });
    const [row] = await sql.unsafe(`select value from s${schemas}.counters`);
    expect(row).toEqual({ value: 1 });
  });
});

it('says unavailable where Postgres is away, and goes on when it is back', async () => {
  const own = await testPostgres({ durable: true });
  const pool = connect({ url: own.url, applicationName: 'test' });
  await migrate({ sql: pool, schema: 'crash', origins: [eventStoreMigrations] });
  const crashing = postgresEventStore({ sql: pool, schema: 'crash' });
  await crashing.append(to('note-1', 0, 'a'));
  await own.crash();
  await expect(crashing.append(to('note-1', 1, 'b'))).rejects.toMatchObject({ code: 'unavailable' });
  await expect(crashing.read('note-1')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(crashing.transaction(async () => undefined)).rejects.toMatchObject({ code: 'unavailable' });
  await own.restart();
  await until(() =>
    crashing.read('note-1').then(
      ({ version }) => version === 1,
      () => false,
    ),
  );
  expect(await crashing.append(to('note-1', 1, 'b'))).toBe(2);
  await pool.end({ timeout: 1 });
  await own.stop();
});
