import { applyPatch, type Operation } from 'fast-json-patch';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { readAll, readFeed } from './testing/read-all.js';
import { eventually, startProjection, type Running } from './testing/running.js';
import { factOf, story, type Line } from './testing/story.js';
import { views } from './views.js';

let postgres: TestPostgres;
let running: Running;

const lines = story.flat().sort((one, other) => one.second - other.second);
const publish = (some: readonly Line[], corrId?: string): Promise<void> =>
  running.bus.publish(some.map((line) => factOf(line, corrId)));
const settled = (): Promise<true> =>
  eventually(async () => {
    const [row] =
      await running.sql`select coalesce(sum(h.next_offset - coalesce(c.next_offset, 0)), 0)::int as lag from bus.heads h left join state.consumer_checkpoints c on c.consumer_group = 'projection' and (c.topic, c.partition) = (h.topic, h.partition) where h.topic not like '%.dlq'`;
    return row?.['lag'] === 0 ? true : undefined;
  });
const allViews = async (): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    await Promise.all(views.map(async ({ name }) => [name, await readAll(running.viewer, name)] as const)),
  );

/** A story of many jobs at once: each stream of the story once a job, with the job's number in every id. */
const many = (jobs: number): readonly Line[] =>
  Array.from(
    { length: jobs },
    (_, job) =>
      JSON.parse(JSON.stringify(lines).replaceAll(/([":])(j1|t\d|l\d|u1|d1|r\d)(["-])/g, `$1$2-${job}$3`)) as Line[],
  ).flat();

beforeAll(async () => {
  postgres = await testPostgres();
  running = await startProjection(postgres.url);
});
afterAll(async () => {
  await running?.stop();
  await postgres?.stop();
});

it('follows the facts into every view, and shows a client its own write', async () => {
  await publish(lines);
  const row = await eventually(async () => {
    const { row: job } = await running.viewer.getRow({ view: 'jobs', id: 'j1' }).catch(() => ({ row: undefined }));
    return job?.version === 15 && job;
  });
  await settled();
  expect(row.body).toMatchObject({ job_id: 'j1', status: 'completed', outcome: 'promoted', version: 15 });
  const { row: settledRow } = await running.viewer.getRow({ view: 'jobs', id: 'j1' });
  expect(settledRow?.body).toMatchObject({
    spend: { episodes: 13, tokens: 130 },
    progress: { trials_scheduled: 3, trials_completed: 2, trials_failed: 1, episodes: 23 },
  });
  expect(JSON.stringify(settledRow)).not.toContain('_trials');
  expect(Object.keys(await readAll(running.viewer, 'episodes'))).toEqual(['t1-1', 't2-0', 't1-0']);
});

it('gives the same rows when the bus delivers everything again, and when a relay publishes it again', async () => {
  const before = await allViews();
  await publish(lines.slice(-6));
  await publish(lines.filter(({ key }) => key === 'l1'));
  await running.sql`update state.consumer_checkpoints set next_offset = next_offset`;
  await settled();
  expect(await allViews()).toEqual(before);
});

it('meets in one row from many partitions at once without losing anything', async () => {
  await publish(many(40));
  await settled();
  const jobs = Object.entries(await readAll(running.viewer, 'jobs', { limit: 100 })).filter(([id]) =>
    id.startsWith('j1-'),
  );
  expect(jobs).toHaveLength(40);
  for (const [, job] of jobs)
    expect(job).toMatchObject({
      version: 15,
      status: 'completed',
      spend: { episodes: 13 },
      progress: {
        trials_scheduled: 3,
        trials_completed: 2,
        trials_failed: 1,
        episodes: 23,
        best: { configuration_hash: 'c2' },
      },
    });
});

it('pages and filters', async () => {
  const reports = await readAll(running.viewer, 'reports', { filters: { job_id: 'j1-7' }, limit: 2 });
  expect(Object.keys(reports).sort()).toEqual(['t1-7', 't2-7', 't3-7']);
  const failed = await readAll(running.viewer, 'reports', { filters: { job_id: 'j1-7', status: 'failed' } });
  expect(Object.keys(failed)).toEqual(['t3-7']);
  const { items, nextCursor } = await running.viewer.listRows({ view: 'jobs', filters: {}, cursor: '', limit: 0 });
  expect([items.length, nextCursor]).toEqual([41, '']);
});

it.each([
  [{ view: 'nothing' }, 'not_found', ''],
  [{ filters: { colour: 'red' } }, 'invalid_argument', 'colour'],
  [{ filters: { status: 'done' } }, 'invalid_argument', 'status'],
  [{ cursor: 'bm90IGEgY3Vyc29y' }, 'invalid_argument', 'cursor'],
  [{ cursor: Buffer.from(JSON.stringify(['yesterday', 'x'])).toString('base64url') }, 'invalid_argument', 'cursor'],
  [{ limit: 501 }, 'invalid_argument', 'limit'],
  [{ limit: -1 }, 'invalid_argument', 'limit'],
])('refuses a page of %j', async (wrong, code, path) => {
  const page = running.viewer.listRows({ view: 'jobs', filters: {}, cursor: '', limit: 0, ...wrong });
  await expect(page).rejects.toMatchObject({ code, violations: path === '' ? [] : [{ path }] });
});

it('refuses rows and rebuilds that it should', async () => {
  await expect(running.viewer.getRow({ view: 'jobs', id: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(running.viewer.rebuildView({ view: 'jobs' })).rejects.toMatchObject({ code: 'permission_denied' });
  await expect(running.admin.rebuildView({ view: 'nothing' })).rejects.toMatchObject({ code: 'not_found' });
});

it('builds every view again to the same rows, though its table was falsified', async () => {
  const before = await allViews();
  for (const { name } of views) {
    const table = `state.${name.replaceAll('-', '_')}`;
    await running.sql.unsafe(`delete from ${table} where ctid = (select min(ctid) from ${table})`);
    await running.sql.unsafe(`update ${table} set body = '{}'`);
    const { rows } = await running.admin.rebuildView({ view: name }, { deadlineMs: 60_000 });
    expect(rows).toBe(Object.keys(before[name] as object).length);
  }
  expect(await allViews()).toEqual(before);
});

it('serves the old rows while it builds new ones from a log that grows, and misses nothing', async () => {
  const answers: unknown[] = [];
  const building = new AbortController();
  const reading = (async () => {
    while (!building.signal.aborted)
      answers.push((await running.viewer.getRow({ view: 'jobs', id: 'j1' })).row?.version);
  })();
  const publishing = (async () => {
    const facts = many(80)
      .slice(40 * lines.length)
      .map((line) => factOf(line));
    for (let at = 0; at < facts.length; at += 50) await running.bus.publish(facts.slice(at, at + 50));
  })();
  for (let round = 0; round < 3; round++) await running.admin.rebuildView({ view: 'jobs' }, { deadlineMs: 60_000 });
  await publishing;
  building.abort();
  await reading;
  await settled();
  expect(new Set(answers)).toEqual(new Set([15]));
  const jobs = await readAll(running.viewer, 'jobs', { limit: 200 });
  expect(Object.keys(jobs)).toHaveLength(81);
  for (const job of Object.values(jobs))
    expect(job).toMatchObject({
      version: 15,
      status: 'completed',
      spend: { episodes: 13 },
      progress: { trials_completed: 2, episodes: 23 },
    });
  expect(
    await running.sql`select tablename from pg_tables where schemaname = 'state' and tablename like '%_next'`,
  ).toEqual([]);
});

it('lets one rebuild of a view run at a time', async () => {
  const results = await Promise.allSettled(
    [1, 2].map(() => running.admin.rebuildView({ view: 'leases' }, { deadlineMs: 60_000 })),
  );
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'aborted' } });
});

it('moves its checkpoint only with the effect', async () => {
  const before =
    await running.sql`select topic, partition, next_offset from state.consumer_checkpoints where consumer_group = 'projection' order by 1, 2`;
  await running.sql`alter table state.feed rename to feed_gone`;
  const probe: Line = {
    key: 'probe',
    version: 1,
    second: 500,
    fact: {
      type: 'logic.slot.changed',
      data: { slot: 'probe', configurationHash: 'x', unitId: '', cause: 'applied', version: 1 },
    },
  };
  await publish([probe]);
  await eventually(async () => (await running.bus.deadLetters({ topic: 'ao.logic.slot.v1' })).length === 1);
  await expect(running.viewer.getRow({ view: 'slots', id: 'probe' })).rejects.toMatchObject({ code: 'not_found' });
  expect(
    await running.sql`select topic, partition, next_offset from state.consumer_checkpoints where consumer_group = 'projection' order by 1, 2`,
  ).toEqual(before);
  await running.sql`alter table state.feed_gone rename to feed`;
  await running.bus.redrive({ topic: 'ao.logic.slot.v1' });
  await eventually(() => running.viewer.getRow({ view: 'slots', id: 'probe' }).catch(() => undefined));
});

it('puts a fact that is none among the dead letters and goes on', async () => {
  const [good] = lines.filter(({ fact }) => fact.type === 'agent.registered') as [Line];
  const bad = { ...factOf({ ...good, key: 'broken' }), value: Uint8Array.of(0x0a, 0xff) };
  await running.bus.publish([bad, factOf({ ...good, version: 2 })]);
  await eventually(async () => (await running.viewer.getRow({ view: 'agents', id: 'recall' })).row?.version === 2);
  expect((await running.bus.deadLetters({ topic: 'ao.orchestrator.agent.v1' })).map(({ fact }) => fact?.key)).toEqual([
    'broken',
  ]);
});

it('gives patches that lead from nothing to each row', async () => {
  const patches = await readFeed(running.viewer, { typePrefix: 'state.read.model.patch' });
  const rows = new Map<string, unknown>();
  for (const { data } of patches) {
    const { view, id, patch } = data as { view: string; id: string; patch: Operation[] };
    rows.set(`${view}/${id}`, applyPatch(rows.get(`${view}/${id}`) ?? null, patch).newDocument);
  }
  for (const view of ['jobs', 'trials', 'leases', 'units']) {
    for (const [id, body] of Object.entries(await readAll(running.viewer, view, { limit: 300 })))
      expect([view, id, rows.get(`${view}/${id}`)]).toEqual([view, id, body]);
  }
  expect(patches.some(({ data }) => data?.['view'] === 'episodes')).toBe(false);
});

it('builds a view of an older revision, and one whose table is lost, at the next start', async () => {
  const before = await allViews();
  await running.stop();
  const restarted = await startProjection(postgres.url);
  await restarted.sql`update state.views set revision = 0 where name = 'jobs'`;
  await restarted.sql`update state.jobs set body = '{}'`;
  await restarted.sql`drop table state.trials`;
  await restarted.stop();
  running = await startProjection(postgres.url);
  expect(await allViews()).toEqual(before);
});
