import { topics } from '@ao/event-bus';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { factOf, story } from '../testing/story.js';
import { readAll } from '../testing/read-all.js';
import { eventually, startProjection, type Running } from '../testing/running.js';

let postgres: TestPostgres;
let running: Running;

const granted = story.flat().find(({ fact }) => fact.type === 'lease.granted');
const ids = (rows: object): readonly string[] => Object.keys(rows).sort();

/** A lease that ends at this time. */
const lease = (leaseId: string, expiresAtMs: number): ReturnType<typeof factOf> => {
  if (granted?.fact.type !== 'lease.granted') throw new Error('the story has no lease');
  return factOf({
    ...granted,
    key: leaseId,
    fact: { ...granted.fact, data: { ...granted.fact.data, leaseId, expiresAtMs } },
  });
};

beforeAll(async () => {
  postgres = await testPostgres();
  running = await startProjection(postgres.url);
});
afterAll(async () => {
  await running?.stop();
  await postgres?.stop();
});

it('says of a lease past its end that it is expired, though nobody has touched it, and filters by that', async () => {
  await running.bus.publish([lease('over', Date.now() - 1), lease('open', Date.now() + 3_600_000)]);
  await eventually(async () => ids(await readAll(running.viewer, 'leases')).length === 2);
  expect(await readAll(running.viewer, 'leases')).toMatchObject({
    over: { status: 'expired', reserved: { episodes: 0 } },
    open: { status: 'granted' },
  });
  expect((await running.viewer.getRow({ view: 'leases', id: 'over' })).row?.body).toMatchObject({ status: 'expired' });
  const withStatus = async (status: string): Promise<readonly string[]> =>
    ids(await readAll(running.viewer, 'leases', { filters: { status, subject: 'job:j1' } }));
  expect(await withStatus('expired')).toEqual(['over']);
  expect(await withStatus('granted')).toEqual(['open']);
  expect(await withStatus('released')).toEqual([]);
});

it('shows a dead letter at the thing that it concerns, until it is redriven', async () => {
  let mended = false;
  await running.bus.subscribe({
    group: 'spender',
    topics: [topics.lease.name],
    check: ({ key }) => (key === 'open' && !mended ? 'it cannot be spent' : undefined),
    handle: async () => undefined,
  });
  const marksOf = async (id: string): Promise<unknown> =>
    (await running.viewer.getRow({ view: 'leases', id })).row?.body?.['dead_letters'];
  await eventually(async () => (await marksOf('open')) !== undefined);
  const [letter] = Object.values(await readAll(running.viewer, 'dead-letters', { filters: { status: 'waiting' } }));
  expect(letter).toMatchObject({ group: 'spender', fact_type: 'lease.granted', fact_key: 'open', attempts: 0 });
  const { letter_id, group, fact_type, reason } = letter as Record<string, string>;
  expect(await marksOf('open')).toEqual([{ letter_id, group, fact_type, reason }]);
  expect(reason).toBe('it cannot be spent');
  expect((await readAll(running.viewer, 'leases'))['over']).not.toHaveProperty('dead_letters');
  mended = true;
  await running.bus.redrive({ topic: topics.lease.name });
  await eventually(async () => (await marksOf('open')) === undefined);
  expect(Object.values(await readAll(running.viewer, 'dead-letters'))).toMatchObject([
    { status: 'redriven', version: 2 },
  ]);
});
