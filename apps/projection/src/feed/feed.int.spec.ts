import type { state } from '@ao/contracts';
import { connect, type Sql } from '@ao/postgres';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { readFeed } from '../testing/read-all.js';
import { eventually, startProjection, type Running } from '../testing/running.js';
import { factOf, story, type Line } from '../testing/story.js';
import { packHeads } from './feed-heads.js';
import { trimFeed } from './trim-feed.js';

let postgres: TestPostgres;
let running: Running;
let other: Sql;
let version = 0;

const [line] = story.flat().filter(({ fact }) => fact.type === 'agent.registered') as [Line];
/** Publishes one more fact and answers its id. */
const publish = async (corrId = 'corr-1'): Promise<string> => {
  version += 1;
  const fact = factOf({ ...line, version }, corrId);
  await running.bus.publish([fact]);
  return fact.id;
};
const facts = (entries: readonly state.WatchFeedResponse[]): string[] =>
  entries.filter(({ source }) => source === '/test').map(({ id }) => id);
const read = async (more: Partial<state.WatchFeedRequest> = {}): Promise<string[]> =>
  facts(await readFeed(running.viewer, more));

/** Watches until told; what has come so far. */
const watch = async (request: Partial<state.WatchFeedRequest> = {}) => {
  const entries: state.WatchFeedResponse[] = [];
  const stop = new AbortController();
  const feed = running.viewer
    .watchFeed(
      { corrId: '', typePrefix: '', after: '', fromStart: false, snapshot: false, opening: true, ...request },
      { signal: stop.signal },
    )
    [Symbol.asyncIterator]();
  const opening = (await feed.next()).value as state.WatchFeedResponse;
  const done = (async () => {
    for (let next = await feed.next(); !next.done; next = await feed.next()) entries.push(next.value);
  })().catch(() => undefined);
  return { opening, entries, stop: async () => (stop.abort(), done) };
};

beforeAll(async () => {
  postgres = await testPostgres();
  running = await startProjection(postgres.url);
  other = connect({ url: postgres.url, applicationName: 'other' });
});
afterAll(async () => {
  await other?.end();
  await running?.stop();
  await postgres?.stop();
});

it('tells what happens from the opening on, with the envelope and the decoded message', async () => {
  const before = await publish();
  await eventually(async () => (await read()).includes(before));
  const watching = await watch();
  expect(watching.opening).toMatchObject({ id: '', type: '', cursor: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  const id = await publish('story-2');
  await eventually(async () => facts(watching.entries).includes(id));
  expect(watching.entries[0]).toMatchObject({
    id,
    type: 'agent.registered',
    source: '/test',
    key: 'recall',
    corrId: 'story-2',
    causationId: 'story-2',
    streamVersion: version,
    time: expect.any(Date),
    data: { runtime: 'builtin', profile: { id: 'recall', task_sets: ['questions'] } },
  });
  expect(watching.entries[1]).toMatchObject({
    type: 'state.read.model.patch',
    source: '/projection',
    key: 'recall',
    causationId: id,
    data: { view: 'agents', id: 'recall', version, patch: [{ op: 'replace', path: '/version', value: version }] },
  });
  await watching.stop();
});

it('resumes after any entry, without a gap and without a repeat', async () => {
  for (let at = 0; at < 5; at++) await publish();
  await running.bus.publish(story.flat().map((each) => factOf(each)));
  await eventually(async () => (await read()).length >= story.flat().length + 7);
  const all = await readFeed(running.viewer);
  for (const at of [0, 1, Math.floor(all.length / 2), all.length - 2, all.length - 1]) {
    const rest = await readFeed(running.viewer, { after: all[at]?.cursor ?? '', fromStart: false });
    expect(rest.map(({ cursor }) => cursor)).toEqual(all.slice(at + 1).map(({ cursor }) => cursor));
  }
});

it('filters by story and by type', async () => {
  const all = await readFeed(running.viewer);
  const byStory = await readFeed(running.viewer, { corrId: 'story-2' });
  expect(byStory.map(({ id }) => id)).toEqual(all.filter(({ corrId }) => corrId === 'story-2').map(({ id }) => id));
  expect(byStory.length).toBeGreaterThan(0);
  const byType = await readFeed(running.viewer, { typePrefix: 'orchestrator.job.', corrId: 'corr-1' });
  expect(byType.map(({ type }) => type)).toEqual(
    ['requested', 'started', 'paused', 'resumed', 'completed'].map((name) => `orchestrator.job.${name}`),
  );
  expect(await readFeed(running.viewer, { typePrefix: '%' })).toEqual([]);
});

it('waits for a slow writer instead of skipping it', async () => {
  const watching = await watch();
  const committed = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const heads = JSON.stringify(
    packHeads([
      {
        id: 'slow',
        type: 'x.slow',
        source: '/test',
        key: 'k',
        corr_id: 'slow',
        causation_id: '',
        time: Date.now(),
        stream_version: 1,
        length: 0,
      },
    ]),
  );
  const slow = other.begin(async (tx) => {
    await tx`insert into state.feed (entries, corr_ids, types, heads, payload) values (1, ${['slow']}, ${['x.slow']}, ${heads}::text::json, '')`;
    begun.resolve();
    await committed.promise;
  });
  await begun.promise;
  const after = await publish();
  await eventually(
    async () => (await running.sql`select 1 from state.feed where heads::text like ${`%${after}%`}`).length === 1,
  );
  expect(await read()).not.toContain(after);
  committed.resolve();
  await slow;
  await eventually(async () => facts(watching.entries).includes(after));
  expect(facts(watching.entries)).toEqual(['slow', after]);
  await watching.stop();
});

it('ends a watch when its client leaves, and keeps nothing open', async () => {
  const watching = await watch();
  await watching.stop();
  const again = await watch({ after: watching.opening.cursor });
  const id = await publish();
  await eventually(async () => facts(again.entries).includes(id));
  await again.stop();
});

it('is trimmed by size and by age, and tells a reader who comes too late', async () => {
  const all = await readFeed(running.viewer);
  const gone = await trimFeed(running.sql, 'state', { maxAgeMs: 60_000_000, maxEntries: 10 });
  const kept = await readFeed(running.viewer);
  expect(gone + kept.length).toBe(all.length);
  expect(kept.length).toBeGreaterThanOrEqual(10);
  expect(kept).toEqual(all.slice(-kept.length));
  await expect(readFeed(running.viewer, { after: all[0]?.cursor ?? '', fromStart: false })).rejects.toMatchObject({
    code: 'out_of_range',
    violations: [{ path: 'after' }],
  });
  expect(
    await readFeed(running.viewer, { after: all.at(-kept.length - 1)?.cursor ?? '', fromStart: false }),
  ).toHaveLength(kept.length);
  await running.sql`update state.feed set recorded_at = now() - interval '2 hours'`;
  expect(await trimFeed(running.sql, 'state', { maxAgeMs: 3_600_000, maxEntries: 1_000 })).toBe(kept.length);
  expect(await readFeed(running.viewer)).toEqual([]);
});

it.each(['999999999.9.9', '1152921504606846976.0.0'])(
  'refuses the cursor %s, which lies ahead of the feed: it is of another one',
  async (after) => {
    await expect(readFeed(running.viewer, { after, fromStart: false })).rejects.toMatchObject({
      code: 'out_of_range',
      violations: [{ path: 'after', message: 'is newer than the feed' }],
    });
  },
);

it.each(['nonsense', '1.2', '1.2.3.4', '-1.0.0', '99999999999999999999999.1.1'])(
  'refuses the cursor %s',
  async (after) => {
    await expect(readFeed(running.viewer, { after })).rejects.toMatchObject({
      code: 'invalid_argument',
      violations: [{ path: 'after' }],
    });
  },
);
