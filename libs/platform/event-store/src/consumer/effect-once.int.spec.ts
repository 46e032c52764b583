import { connect, type Sql, type Tx, migrate } from '@ao/postgres';
import { logStart, type EventMetadata } from '../event-store.js';
import { postgresEventStore } from '../postgres/postgres-event-store.js';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { effectOnce } from './effect-once.js';
import { eventStoreMigrations } from '../event-store-migrations.js';

let postgres: TestPostgres;
let sql: Sql;
let schema: string;
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
  schema = `s${(schemas += 1)}`;
  await migrate({ sql, schema, origins: [eventStoreMigrations] });
  await sql.unsafe(`create table ${schema}.seen (place bigint generated always as identity, fact bigint not null)`);
});

const batch = (from: number, to: number, partition = 0) => ({
  topic: 'ao.test.note.v1',
  partition,
  facts: Array.from({ length: to - from + 1 }, (_, index) => ({ offset: BigInt(from + index) })),
});

const see = async (tx: Tx, facts: readonly { offset: bigint }[]): Promise<void> => {
  for (const { offset } of facts) await tx.unsafe(`insert into ${schema}.seen (fact) values ($1)`, [offset]);
};

const consume = (facts: ReturnType<typeof batch>, group = 'g', effect = see): Promise<void> =>
  effectOnce({ sql, schema, group, batch: facts, effect });

const seen = async (): Promise<readonly number[]> =>
  (await sql.unsafe(`select fact from ${schema}.seen order by place`)).map(({ fact }) => Number(fact));

it('gives each fact its effect once, whatever is delivered again', async () => {
  await consume(batch(5, 7));
  await consume(batch(5, 7));
  await consume(batch(6, 9));
  expect(await seen()).toEqual([5, 6, 7, 8, 9]);
});

it('keeps partitions and groups apart', async () => {
  await consume(batch(0, 1));
  await consume(batch(0, 1, 1));
  await consume(batch(0, 1), 'other');
  expect(await seen()).toEqual([0, 1, 0, 1, 0, 1]);
});

it('does not move on where the effect fails', async () => {
  const failing = consume(batch(0, 2), 'g', async (tx, facts) => {
    await see(tx, facts);
    throw new Error('poison');
  });
  await expect(failing).rejects.toThrow('poison');
  expect(await seen()).toEqual([]);
  await consume(batch(0, 2));
  expect(await seen()).toEqual([0, 1, 2]);
});

it('gives the effect once where members hold a partition together after a rebalance', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, index) => consume(batch(0, 10 + index))));
  expect(await seen()).toEqual(Array.from({ length: 18 }, (_, index) => index));
});

it('ignores an empty batch', async () => {
  await consume({ ...batch(0, 0), facts: [] });
  expect(await seen()).toEqual([]);
});

it('runs the effect again where its append lost a race', async () => {
  const metadata: EventMetadata = { corrId: 'c', causationId: 'c', subject: 'service:test' };
  const store = postgresEventStore({ sql, schema });
  const note = (expectedVersion: number) => ({
    stream: 'note-1',
    expectedVersion,
    metadata,
    events: [{ type: 'Noted', data: {} }],
  });
  let runs = 0;
  await consume(batch(0, 0), 'g', async (tx, facts) => {
    runs += 1;
    const { version } = await store.read('note-1');
    await see(tx, facts);
    if (runs === 1) await store.append(note(0));
    await store.appendIn(tx, [note(version)]);
  });
  expect(runs).toBe(2);
  expect(await seen()).toEqual([0]);
  expect((await store.readAll(logStart, 10)).map(({ version }) => version)).toEqual([1, 2]);
});
