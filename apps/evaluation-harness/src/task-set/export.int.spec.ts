import { evaluation } from '@ao/contracts';
import { itemLine, type Item, type TaskSetVersion } from '@ao/domain-evaluation';
import type { Json, JsonObject } from '@ao/kernel';
import { testPostgres } from '@ao/postgres/testing';
import fc from 'fast-check';
import { registerEchoSet, metadata } from '../testing/fixture.js';
import { harnessSuite } from '../testing/suite.js';
import { exportTaskSet } from './export.js';
import { importTaskSet } from './import.js';
import { archiveTaskSet, removeTaskSet } from './retire.js';
import { findTaskSet, listTaskSets } from './task-set.store.js';

const suite = harnessSuite(testPostgres);

async function* file(text: string, header: Partial<evaluation.TaskSetHeader>) {
  const value = evaluation.TaskSetHeader.fromPartial({ options: {}, ...header });
  yield { part: { $case: 'header', value } } as evaluation.ImportTaskSetRequest;
  yield { part: { $case: 'items', value: Buffer.from(text) } } as evaluation.ImportTaskSetRequest;
}
const imported = async (text: string, header: Partial<evaluation.TaskSetHeader> = {}): Promise<TaskSetVersion> =>
  (await importTaskSet(suite.database, file(text, header), metadata)).taskSet;
const exported = async (reference: string, format = ''): Promise<string> => {
  let text = '';
  for await (const piece of exportTaskSet(suite.database, { reference, format })) text += piece;
  return text;
};
const scorerOption = (scorer: string) => evaluation.ImportOptions.fromPartial({ scorer });

const values = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as Json)
  .filter((value) => value !== null);
const items: fc.Arbitrary<readonly Item[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('', '=', '-', "'", ' x').chain((before) => fc.nat(999).map((at) => `${before}${at}`)),
    input: values,
    target: values,
    metadata: fc.constantFrom<JsonObject>({}, { slice: '=x', level: -3 }),
  }),
  { minLength: 1, maxLength: 6, selector: ({ id }) => id },
);

it('gives the same hash when it is imported again, as it is', async () => {
  await fc.assert(
    fc.asyncProperty(items, fc.constantFrom('', 'exact:strip=true', 'any_of'), async (all, scorer) => {
      const options = scorerOption(all.every(({ target }) => !Array.isArray(target)) ? scorer : '');
      const name = 'one';
      const lines = all.map((item) => `${itemLine(item)}\n`).join('');
      const first = await imported(lines, { name, role: 'chat', licence: 'MIT', options });
      const again = await imported(await exported(`one@${first.hash}`), { name: 'two' });
      expect(again).toEqual({ ...first, name: 'two' });
      const csv = await imported(await exported(`one@${first.hash}`, 'csv'), { name: 'three', role: 'chat', options });
      expect(csv.hash).toBe(first.hash);
      const plain = await imported(await exported('one', 'items'), { name: 'four', role: 'chat', options });
      expect(plain.hash).toBe(first.hash);
    }),
    { numRuns: 15 },
  );
}, 60_000);

it('takes documents along, and keeps the splits of a version from before', async () => {
  const document = '{"document":{"id":"d1","title":"t","text":"x"}}\n';
  const item = '{"id":"q","input":{"query":"x"},"target":{"documents":["d1"]}}\n';
  const recall = await imported(`${document}${item}`, { name: 'with-documents', role: 'recall' });
  expect(recall).toMatchObject({ documents: 1, train: expect.any(Number) });
  expect((await imported(await exported('with-documents'), { name: 'copy' })).hash).toBe(recall.hash);
  const old = await registerEchoSet(suite.database, 20);
  const again = await imported(await exported('echoes'), { name: 'echoes-again' });
  expect(again).toMatchObject({ hash: old.hash, train: old.train, dev: old.dev });
});

it('says which formats there are', async () => {
  await registerEchoSet(suite.database, 1);
  await expect(exported('echoes', 'xlsx')).rejects.toMatchObject({ code: 'invalid_argument' });
  await expect(exported('nothing')).rejects.toMatchObject({ code: 'not_found' });
});

it('archives and takes back, and says so', async () => {
  await imported('{"id":"a","input":"x","target":"y"}', { name: 'mine', role: 'chat' });
  await archiveTaskSet(suite.database, { name: 'mine', archived: true }, metadata);
  await archiveTaskSet(suite.database, { name: 'mine', archived: true }, metadata);
  expect(await findTaskSet(suite.database.sql, 'mine')).toMatchObject({ archived: true });
  await expect(imported('{"id":"b","input":"x","target":"y"}', { name: 'mine', role: 'chat' })).rejects.toThrow(
    'task set mine is archived',
  );
  await archiveTaskSet(suite.database, { name: 'mine', archived: false }, metadata);
  expect(await findTaskSet(suite.database.sql, 'mine')).toMatchObject({ archived: false });
  expect((await suite.database.log.read('taskset-mine')).version).toBe(3);
});

it('deletes what nobody measured on, and leaves what another name shares', async () => {
  const item = '{"id":"a","input":"x","target":"y"}';
  await imported(item, { name: 'one', role: 'chat' });
  await imported(item, { name: 'two', role: 'chat' });
  expect(await removeTaskSet(suite.database, 'one', metadata)).toBe(1);
  expect((await listTaskSets(suite.database.sql)).map(({ name }) => name)).toEqual(['two']);
  expect(await exported('two', 'items')).toContain('"id":"a"');
  await removeTaskSet(suite.database, 'two', metadata);
  for (const table of ['contents', 'task_items', 'task_sets'])
    expect(await suite.database.sql`select from ${suite.database.sql(`evaluation.${table}`)}`).toHaveLength(0);
  await expect(removeTaskSet(suite.database, 'two', metadata)).rejects.toMatchObject({ code: 'not_found' });
});
