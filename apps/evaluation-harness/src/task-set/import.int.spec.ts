import type { evaluation } from '@ao/contracts';
import type { TaskSetVersion } from '@ao/domain-evaluation';
import type { FieldViolation } from '@ao/kernel';
import { testPostgres } from '@ao/postgres/testing';
import { metadata } from '../testing/fixture.js';
import { harnessSuite } from '../testing/suite.js';
import { importTaskSet } from './import.js';
import { longestLine } from './rows/row-reader.js';
import { findTaskSet, listTaskSets } from './task-set.store.js';

const suite = harnessSuite(testPostgres);
type Request = evaluation.ImportTaskSetRequest;

const header = (name = 'mine', role = 'recall'): Request => ({
  part: { $case: 'header', value: { name, role, licence: 'MIT' } },
});
const items = (...lines: readonly (string | Uint8Array)[]): Request => ({
  part: {
    $case: 'items',
    value: Buffer.concat(lines.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')])),
  },
});
const documents = (...lines: readonly string[]): Request => ({
  part: { $case: 'documents', value: Buffer.from(lines.join('\n')) },
});
const item = (id: string, ...targets: readonly string[]): string =>
  JSON.stringify({ id, input: { query: `what is ${id}` }, target: { documents: targets } });
const document = (id: string): string => JSON.stringify({ id, title: id, text: `about ${id}` });
const label = (id: string): string => JSON.stringify({ id, input: { text: id }, target: { label: 'ham' } });

async function* sent(requests: readonly Request[]): AsyncGenerator<Request> {
  yield* requests;
}
const imported = async (...requests: readonly Request[]): Promise<TaskSetVersion> =>
  (await importTaskSet(suite.database, sent(requests), metadata)).taskSet;

const refusal = async (...requests: readonly Request[]): Promise<readonly FieldViolation[]> => {
  const before = await suite.database.sql`select count(*)::int as rows from evaluation.events`;
  const error: { code?: string; violations?: readonly FieldViolation[] } = await imported(...requests).then(
    () => ({}),
    (thrown: object) => thrown,
  );
  expect(error.code).toBe('invalid_argument');
  expect(await suite.database.sql`select count(*)::int as rows from evaluation.events`).toEqual(before);
  for (const table of ['contents', 'task_items', 'documents', 'task_sets'])
    expect(await suite.database.sql`select from ${suite.database.sql(`evaluation.${table}`)}`).toHaveLength(0);
  return error.violations ?? [];
};

it('imports items and documents in any order of messages, and records it once', async () => {
  const version = await imported(
    header(),
    items(item('q1', 'd1'), item('q2', 'd1', 'd2')),
    documents(document('d1')),
    items(item('q3', 'd2')),
    documents(document('d2')),
  );
  expect(version).toMatchObject({
    name: 'mine',
    role: 'recall',
    documents: 2,
    source: 'import',
    licence: 'MIT',
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(version.train + version.dev + version.holdout).toBe(3);
  expect(await findTaskSet(suite.database.sql, 'mine')).toMatchObject(version);
  expect(await findTaskSet(suite.database.sql, `mine@${version.hash}`)).toMatchObject(version);
  const { events } = await suite.database.log.read('taskset-mine');
  expect(events.map(({ event }) => event)).toEqual([{ type: 'TaskSetRegistered', data: { taskSet: version } }]);
});

it('gives the same content the same hash however it is written and sent, and changes nothing the second time', async () => {
  const first = await imported(header(), items(item('q1', 'd1')), documents(document('d1'), document('d2')));
  const again = await imported(
    header(),
    documents(document('d1')),
    documents('{ "text":"about d2", "id":"d2", "title":"d2" }'),
    items('', ` ${item('q1', 'd1')} `),
  );
  expect(again).toEqual(first);
  expect(await suite.database.sql`select from evaluation.contents`).toHaveLength(1);
  expect((await suite.database.log.read('taskset-mine')).version).toBe(1);
});

it('keeps every version and answers the newest by name', async () => {
  const first = await imported(header(), items(item('q1', 'd1')), documents(document('d1')));
  const second = await imported(header(), items(item('q1', 'd1'), item('q2', 'd1')), documents(document('d1')));
  expect(await findTaskSet(suite.database.sql, 'mine')).toMatchObject({ hash: second.hash });
  expect(await findTaskSet(suite.database.sql, `mine@${first.hash}`)).toMatchObject({ hash: first.hash });
  await imported(header(), items(item('q1', 'd1')), documents(document('d1')));
  expect(await listTaskSets(suite.database.sql)).toMatchObject([{ name: 'mine', hash: first.hash }]);
});

it('shares the items of equal content between names', async () => {
  await imported(header('one'), items(item('q1', 'd1')), documents(document('d1')));
  await imported(header('two'), items(item('q1', 'd1')), documents(document('d1')));
  expect(await suite.database.sql`select from evaluation.task_items`).toHaveLength(1);
  expect((await listTaskSets(suite.database.sql)).map(({ name }) => name)).toEqual(['one', 'two']);
});

it('names each bad line, and imports nothing', async () => {
  const bad = [
    item('q1', 'd1'),
    '{"id":',
    '[]',
    '{"id":"q4","input":{"query":"x"}}',
    '{"id":"q5","input":{"question":"x"},"target":{"documents":["d1"]}}',
    item('q1', 'd1'),
    Uint8Array.of(0x7b, 0xff, 0x7d),
  ];
  expect(await refusal(header(), items(...bad), documents(document('d1'), '{"id":"d2"}', document('d1')))).toEqual([
    { path: 'items:2', message: expect.stringContaining('is not JSON') },
    { path: 'items:3', message: expect.stringContaining('not a JSON object') },
    { path: 'items:4', message: expect.stringContaining('target') },
    { path: 'items:5', message: expect.stringContaining('input.query') },
    { path: 'items:7', message: 'is not UTF-8' },
    { path: 'documents:2', message: expect.stringContaining('text') },
    { path: 'items:6', message: 'repeats the id "q1"' },
    { path: 'documents:3', message: 'repeats the id "d1"' },
  ]);
});

it('finds targets that name a document which is not there, on lines counted over all messages', async () => {
  expect(
    await refusal(header(), items(item('q1', 'd1')), items('', item('q2', 'd1', 'd9')), documents(document('d1'))),
  ).toEqual([{ path: 'items:3', message: expect.stringContaining('"d9"') }]);
});

it('stops at twenty problems', async () => {
  expect(await refusal(header(), items(...Array<string>(5000).fill('nonsense')))).toHaveLength(20);
});

it.each([
  ['no header', [items(item('q1', 'd1'))], 'header'],
  ['nothing', [], 'header'],
  ['two headers', [header(), header()], 'part'],
  ['a bad name', [header('Bad Name')], 'header.name'],
  ['an unknown role', [header('mine', 'wizard')], 'header.role'],
  ['no items', [header(), documents(document('d1'))], 'items'],
  ['a long line', [header(), items(`{"id":"${'x'.repeat(longestLine)}"}`)], 'items:1'],
])('refuses an import with %s', async (_, requests, path) => {
  expect((await refusal(...requests)).map((violation) => violation.path)).toEqual([path]);
});

it('keeps the role of a name', async () => {
  await imported(header(), items(item('q1', 'd1')), documents(document('d1')));
  await expect(imported(header('mine', 'validation'), items(label('a')))).rejects.toMatchObject({
    code: 'failed_precondition',
  });
  expect(await suite.database.sql`select from evaluation.contents`).toHaveLength(1);
});

it('throws away what it staged when the client goes away', async () => {
  async function* broken(): AsyncGenerator<Request> {
    yield header('mine', 'validation');
    yield items(...Array.from({ length: 1200 }, (_, index) => label(`a${index}`)));
    throw new Error('connection reset');
  }
  await expect(importTaskSet(suite.database, broken(), metadata)).rejects.toThrow('connection reset');
  expect(await suite.database.sql`select from evaluation.task_items`).toHaveLength(0);
});

it('lets two imports of one name at the same time both succeed', async () => {
  await Promise.all(['a', 'b', 'c'].map((id) => imported(header('mine', 'validation'), items(label(id)))));
  expect((await suite.database.log.read('taskset-mine')).version).toBe(3);
});

it('fixes the split of an item by its input, in every version, so that no copy crosses', async () => {
  const copy = (id: string, text: string): string => JSON.stringify({ id, input: { text }, target: { label: 'ham' } });
  const lines = Array.from({ length: 300 }, (_, at) => [copy(`a${at}`, `text ${at}`), copy(`b${at}`, ` TEXT  ${at}`)]);
  const one = await imported(header('one', 'validation'), items(...lines.flat()));
  await imported(header('two', 'validation'), items(...lines.map(([, second]) => second as string)));
  const rows = await suite.database
    .sql`select input_hash from evaluation.task_items group by input_hash having count(distinct split) > 1`;
  expect(rows).toHaveLength(0);
  expect([one.train, one.dev, one.holdout].map((count) => Math.round(count / 60))).toEqual([3, 3, 4]);
  expect(one).toMatchObject({ splitBy: 'input', checks: { copies: 300, contradicting: 0, holdoutSeen: 0 } });
});
