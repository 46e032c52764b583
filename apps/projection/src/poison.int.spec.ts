import { factTypes } from '@ao/contracts';
import { topics } from '@ao/event-bus';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { readAll } from './testing/read-all.js';
import { eventually, startProjection, type Running } from './testing/running.js';
import { factOf, story } from './testing/story.js';
import { views } from './views.js';

let postgres: TestPostgres;
let running: Running;

const job = story.flat().find(({ fact }) => fact.type === 'orchestrator.job.requested');

beforeAll(async () => {
  postgres = await testPostgres();
  running = await startProjection(postgres.url);
});
afterAll(async () => {
  await running?.stop();
  await postgres?.stop();
});

it('makes no row of a record that names nothing, puts it aside, and goes on with those behind it', async () => {
  if (job === undefined) throw new Error('the story has no job');
  const empty = Object.entries(factTypes).map(([type, { topic }], index) => ({
    ...factOf(job),
    id: `empty-${index}`,
    type,
    topic,
    key: job.key,
    value: new Uint8Array(),
  }));
  const strayed = { ...factOf(job), id: 'strayed', topic: topics.lease.name };
  await running.bus.publish([...empty, strayed, factOf(job)]);
  await eventually(() => running.viewer.getRow({ view: 'jobs', id: job.key }).catch(() => undefined));
  const letters = await eventually(async () => {
    const all = await Promise.all(Object.values(topics).map(({ name }) => running.bus.deadLetters({ topic: name })));
    const ours = all.flat().filter(({ group }) => group === 'projection');
    return ours.length === empty.length + 1 && ours;
  });
  expect(new Set(letters.map(({ attempts }) => attempts))).toEqual(new Set([0]));
  expect(letters.find(({ fact }) => fact?.id === 'strayed')?.reason).toContain('belongs on ao.orchestrator.job.v1');
  const rows = await Promise.all(
    views.map(async ({ name }) => [name, Object.keys(await readAll(running.viewer, name))] as const),
  );
  expect(rows.filter(([view, ids]) => view !== 'dead-letters' && ids.length > 0)).toEqual([['jobs', [job.key]]]);
});
