import { connect, type Sql } from '@ao/postgres';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import type { Bus } from '../contract/event-bus.contract.js';
import { jobTopic, Recorder, sampleFact, sampleFacts, versionsByKey } from '../contract/sample.js';
import { until } from '../contract/until.js';
import { topics } from '../topics.js';
import { localBus } from './local-bus.js';
import { LocalLog } from './local-log.js';
import { deleteExpired } from './retention.js';

let server: TestPostgres;
let pools: readonly Sql[];
let buses: Bus[] = [];
let schema = '';
let schemas = 0;

/** A bus over a pool of its own, as another process has it. */
const open = (pool = 0): Bus => {
  const bus = localBus({ sql: pools[pool] as Sql, schema, retry: { initialMs: 10 } });
  buses.push(bus);
  return bus;
};

beforeAll(async () => {
  server = await testPostgres({ durable: true });
  pools = ['one', 'other'].map((name) => connect({ url: server.url, applicationName: name }));
});

beforeEach(() => {
  schemas += 1;
  schema = `bus_${schemas}`;
});

afterEach(async () => {
  await Promise.all(buses.map((bus) => bus.close()));
  buses = [];
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end({ timeout: 5 })));
  await server.stop();
});

const offsets = async (topic: string): Promise<Record<number, readonly number[]>> => {
  const sql = pools[0] as Sql;
  const rows = await sql<{ partition: number; offset: bigint }[]>`
    select partition, "offset" from ${sql(schema)}.facts where topic = ${topic} order by partition, "offset"`;
  const byPartition: Record<number, number[]> = {};
  for (const { partition, offset } of rows) (byPartition[partition] ??= []).push(Number(offset));
  return byPartition;
};

describe('the log in Postgres', () => {
  it('makes its tables once, however many start together', async () => {
    await Promise.all([0, 1, 0, 1].map((pool) => open(pool).ensureTopics()));
    await open().ensureTopics();
  });

  it('takes over a database whose tables are from before they were migrations', async () => {
    await open().publish(sampleFacts(1, 3));
    await (pools[0] as Sql).unsafe(`drop table ${schema}.migrations`);
    await open(1).publish(sampleFacts(1, 2));
    expect(Object.values(await offsets(jobTopic)).flat()).toHaveLength(5);
  });

  it('gives offsets without gaps to publishers in many processes, each key in its order', async () => {
    const writers = [open(0), open(1)];
    const recorder = new Recorder();
    await open(0).subscribe({ group: 'g', topics: [jobTopic], handle: recorder.handle });
    const facts = writers.map((_, writer) =>
      sampleFacts(10, 40).map((fact) => ({ ...fact, key: `${writer}-${fact.key}` })),
    );
    await Promise.all(
      writers.map(async (bus, writer) => {
        for (let start = 0; start < 400; start += 7) await bus.publish(facts[writer]?.slice(start, start + 7) ?? []);
      }),
    );
    await until('all are there', () => recorder.has(facts.flat()));
    expect(recorder.facts).toHaveLength(800);
    for (const all of Object.values(await offsets(jobTopic))) expect(all).toEqual(all.map((_, index) => index));
    const inOrder = Array.from({ length: 40 }, (_, index) => index + 1);
    expect(Object.values(versionsByKey(recorder.facts))).toEqual(Array.from({ length: 20 }, () => inOrder));
  });

  it('hides a fact until everything before it is committed', async () => {
    const sql = pools[1] as Sql;
    const [slow, fast] = [sampleFact({ key: 'same' }), sampleFact({ key: 'same' })];
    const recorder = new Recorder();
    const bus = open(0);
    await bus.subscribe({ group: 'g', topics: [jobTopic], handle: recorder.handle });
    const log = new LocalLog(sql, schema);
    let publishing: Promise<void> = Promise.resolve();
    await sql.begin(async (tx) => {
      await log.append([{ topic: jobTopic, fact: slow, extra: null }], tx);
      publishing = bus.publish([fast]);
      await until('the other one waits for the lock', async () => {
        const [row] = await sql<
          { waiting: bigint }[]
        >`select count(*) as waiting from pg_locks where locktype = 'advisory' and not granted`;
        return row?.waiting === 1n;
      });
      expect(recorder.facts).toEqual([]);
    });
    await publishing;
    await until('both are there', () => recorder.has([slow, fast]));
    expect(recorder.ids).toEqual([slow.id, fast.id]);
  });

  it('deletes what is past its retention, and consumers go on behind it', async () => {
    const bus = open();
    const topic = topics.episode.name;
    const [old, kept] = [sampleFacts(12, 5, { topic }), sampleFacts(12, 5)];
    await bus.publish([...old, ...kept]);
    const log = new LocalLog(pools[0] as Sql, schema);
    expect(await deleteExpired(log, new Date())).toBe(0);
    expect(await deleteExpired(log, new Date(Date.now() + topics.episode.retentionMs + 60_000))).toBe(old.length);
    const recorder = new Recorder();
    const subscription = await bus.subscribe({ group: 'g', topics: [topic, jobTopic], handle: recorder.handle });
    const fresh = sampleFacts(12, 1, { topic });
    await bus.publish(fresh);
    await until('the rest is there', () => recorder.has([...kept, ...fresh]));
    expect(recorder.facts).toHaveLength(kept.length + fresh.length);
    await until('nothing waits', async () => (await subscription.lag()) === 0n);
  });

  it('refuses text that Postgres cannot keep, without harm to others that publish at the same time', async () => {
    const bus = open();
    await bus.ensureTopics();
    const good = [sampleFact(), sampleFact()];
    const results = await Promise.allSettled([
      bus.publish([sampleFact()]),
      bus.publish(good),
      bus.publish([sampleFact({ subject: 'nul \u0000' })]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: { code: 'invalid_argument' } });
  });

  it('says unavailable while Postgres is away, and goes on by itself when it is back', async () => {
    const bus = open();
    const recorder = new Recorder();
    await bus.subscribe({ group: 'g', topics: [jobTopic], handle: recorder.handle });
    const before = sampleFacts(6, 5);
    await bus.publish(before);
    await until('the first are there', () => recorder.has(before));
    await server.crash();
    const start = Date.now();
    await expect(bus.publish([sampleFact()])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(bus.ping()).rejects.toMatchObject({ code: 'unavailable' });
    expect(Date.now() - start).toBeLessThan(5500);
    await server.restart();
    const after = sampleFacts(6, 5);
    await until('it publishes again', () =>
      bus.publish(after).then(
        () => true,
        () => false,
      ),
    );
    await until('the later ones are there', () => recorder.has(after));
  });
});
