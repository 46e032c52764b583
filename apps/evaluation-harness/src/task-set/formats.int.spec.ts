import { evaluation } from '@ao/contracts';
import type { Item } from '@ao/domain-evaluation';
import { isDomainError } from '@ao/kernel';
import { testPostgres } from '@ao/postgres/testing';
import { metadata } from '../testing/fixture.js';
import { harnessSuite } from '../testing/suite.js';
import { importTaskSet, type Imported } from './import.js';
import { findTaskSet } from './task-set.store.js';

const suite = harnessSuite(testPostgres);
type Given = Partial<evaluation.ImportOptions> & {
  readonly role?: string;
  readonly name?: string;
  readonly cut?: number;
};

async function* file(text: string, { role = 'chat', name = 'mine', cut = 7, ...options }: Given) {
  const header = { name, role, licence: '', options: evaluation.ImportOptions.fromPartial(options) };
  yield { part: { $case: 'header', value: header } } satisfies evaluation.ImportTaskSetRequest;
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += cut)
    yield { part: { $case: 'items', value: bytes.subarray(start, start + cut) } } as evaluation.ImportTaskSetRequest;
}
const imported = (text: string, given: Given = {}): Promise<Imported> =>
  importTaskSet(suite.database, file(text, given), metadata);
const itemsOf = async (text: string, given: Given = {}): Promise<readonly Item[]> =>
  (await imported(text, given)).preview as readonly Item[];

const refusal = async (text: string, given: Given = {}): Promise<string> => {
  const error: unknown = await imported(text, given).catch((thrown: unknown) => thrown);
  if (!isDomainError(error, 'invalid_argument')) throw error;
  expect(await suite.database.sql`select from evaluation.contents`).toHaveLength(0);
  return error.violations.map(({ path, message }) => `${path} ${message}`).join('\n');
};

const x = { id: 'a', input: 'x', target: 'y', metadata: {} };

it.each([
  ['JSON Lines', '{"id":"a","input":"x","target":"y"}\n\n{"id":2,"input":"x2","target":"y2"}', 'jsonl'],
  ['one array', '\n [\n{"id":"a","input":"x","target":"y"}, {"id":2,"input":"x2","target":"y2"}]', 'json'],
  ['CSV', 'id,input,target\r\na,x,y\r\n2,x2,y2\r\n', 'csv'],
  ['CSV with a byte order mark and quotes', '\uFEFF"id","input",target\na,"x",y\n"2",x2,"y2"', 'csv'],
  ['CSV with semicolons', 'id;input;target\na;x;y\n2;x2;y2', 'csv'],
  ['CSV with tabs and typed columns', 'id\tinput:json\ttarget:json\na\t"""x"""\t"""y"""\n2\t"""x2"""\t"""y2"""', 'csv'],
])('takes %s, cut anywhere', async (_, text, format) => {
  for (const cut of [1, 5, 1000]) {
    const { preview, format: seen } = await imported(text, { cut });
    expect([seen, preview]).toEqual([format, [x, { id: '2', input: 'x2', target: 'y2', metadata: {} }]]);
  }
});

it('maps columns and paths, and says what is not used', async () => {
  const csv = 'question,note,class,level\n"rates, and\nfees",n,money,3\ntides,,"say ""moon""",';
  const map = ['input.text=question', 'target.label=class', 'metadata.level:number=level'];
  const { preview, unused } = await imported(csv, { map, role: 'validation' });
  expect(preview).toEqual([
    expect.objectContaining({
      input: { text: 'rates, and\nfees' },
      target: { label: 'money' },
      metadata: { level: 3 },
    }),
    expect.objectContaining({ input: { text: 'tides' }, target: { label: 'say "moon"' }, metadata: {} }),
  ]);
  expect(unused).toEqual(['note']);
  const promptfoo = '{"description":"rates","vars":{"topic":"rates"},"assert":[{"type":"contains","value":"percent"}]}';
  expect(await itemsOf(promptfoo, { name: 'other', map: ['input=vars', 'target=assert.0.value'] })).toEqual([
    expect.objectContaining({ input: { topic: 'rates' }, target: 'percent' }),
  ]);
});

it('gives items without an id the hash of their input, copies one after the other, the same each time', async () => {
  const text = '{"input":"x","target":"y"}\n{"input":"x","target":"z"}\n{"input":{"a":1,"b":2},"target":"y"}';
  const ids = (await itemsOf(text)).map(({ id }) => id);
  expect(ids).toEqual([
    expect.stringMatching(/^[0-9a-f]{16}$/u),
    `${ids[0]}-2`,
    expect.stringMatching(/^[0-9a-f]{16}$/u),
  ]);
  const other = '{"target":"y","input":{"b":2,"a":1}}';
  expect((await itemsOf(other)).map(({ id }) => id)).toEqual([ids[2]]);
});

it('reads cells that were neutralised for a spreadsheet as they were', async () => {
  expect(await itemsOf("id,input,target\n'=1+1,x,''=y")).toMatchObject([{ id: '=1+1', target: "'=y" }]);
});

it.each<[string, string, Given, string]>([
  [
    'promptfoo lines',
    '{"description":"r","vars":{"topic":"r"},"assert":[{"type":"contains","value":"p"}]}',
    {},
    'items:1 has an unknown field "description"; known are id, input, target, metadata; these are tests of promptfoo: add --map input=vars,target=assert.0.value',
  ],
  [
    'promptfoo CSV',
    '\uFEFFtopic,__expected,__metadata:kind\n"rates, and fees",contains: percent,money\n',
    {},
    'items:1 this is CSV with "topic", "__expected", "__metadata:kind": say which is what, such as --map input=topic,target=__expected',
  ],
  [
    'Inspect samples',
    '{"input":"Which floats?","choices":["iron","cork"],"target":"B"}',
    {},
    'these are samples of Inspect: add --map input.question=input,input.choices=choices,target=target',
  ],
  ['a duplicate key', '{"id":"a","input":{"x":1,"x":2},"target":1}', {}, 'items:1 has the key "x" twice in one object'],
  ['a duplicate column', 'id,input,input,target\n1,2,3,4', {}, 'items:1 has the column "input" twice'],
  ['a short record', 'id,input,target\n1,2', {}, 'items:2 has 2 cells where the header has 3'],
  ['a quote without end', 'id,input,target\n1,"2,3', {}, 'is no CSV: Quote Not Closed'],
  [
    'an array without end',
    '[{"id":"a","input":1,"target":1}',
    {},
    'the array has no end; it is read as one JSON array',
  ],
  [
    'a mapping to no column',
    'a,b\n1,2',
    { map: ['input=q', 'target=b'] },
    'map names "q", but the columns are "a", "b"',
  ],
  ['a mapping that is none', 'a,b\n1,2', { map: ['question=a'] }, 'must begin with id, input, target or metadata'],
  ['an unknown format', '', { format: 'xml' }, 'header.options.format'],
  ['a scorer that is none', '', { scorer: 'guess' }, 'scorer.type must be one of'],
  ['a target that the scorer cannot read', JSON.stringify(x), { scorer: 'number' }, 'items:1 target must be a number'],
  ['no name', JSON.stringify(x), { name: '' }, 'header.name'],
  ['no number', 'input,target:number\nx,many', {}, 'items:2 has "many" as target:number, which is no number'],
])('refuses %s', async (_, text, given, message) => {
  expect(await refusal(text, given)).toContain(message);
});

it('refuses bytes that are not UTF-8 in every format', async () => {
  async function* latin(beginning: string) {
    yield* file(beginning, { cut: 1000 });
    yield { part: { $case: 'items', value: Uint8Array.of(0x22, 0xe9, 0x22, 0x0a) } } as evaluation.ImportTaskSetRequest;
  }
  for (const beginning of ['[', 'id,input,target\n', '{"id":'])
    await expect(importTaskSet(suite.database, latin(beginning), metadata)).rejects.toThrow('is not UTF-8');
});

it('shows what it would do, and does nothing', async () => {
  const { taskSet, preview } = await imported(JSON.stringify(x), { dryRun: true, scorer: 'exact:strip=true' });
  expect(preview).toEqual([x]);
  expect(taskSet).toMatchObject({ name: 'mine', splitBy: 'input', scorer: { type: 'exact', strip: true } });
  expect(await suite.database.sql`select from evaluation.contents`).toHaveLength(0);
  await expect(findTaskSet(suite.database.sql, 'mine')).rejects.toMatchObject({ code: 'not_found' });
});

it('makes another scorer another version', async () => {
  const first = await imported(JSON.stringify(x));
  const second = await imported(JSON.stringify(x), { scorer: 'exact' });
  expect(second.taskSet.hash).not.toBe(first.taskSet.hash);
  expect(await findTaskSet(suite.database.sql, 'mine')).toMatchObject({ scorer: { type: 'exact', trim: true } });
});

it('counts copies, contradictions, and near copies across splits', async () => {
  const words = Array.from({ length: 40 }, (_, at) => `word${at}`).join(' ');
  const lines = Array.from({ length: 30 }, (_, at) => ({ input: `${words} and ${at}`, target: 'y' }));
  const { taskSet } = await imported(
    [...lines, { input: 'Same', target: 'a' }, { input: ' same ', target: 'b' }, { input: 'same', target: 'a' }]
      .map((line) => JSON.stringify(line))
      .join('\n'),
  );
  expect(taskSet.checks).toMatchObject({ copies: 2, contradicting: 3, holdoutSeen: 0, nearCopies: 29, compared: 33 });
  expect(taskSet.checks?.holdoutNear).toBeGreaterThan(0);
});

it('lets copies cross splits where that is asked for, and counts them', async () => {
  const copies = Array.from({ length: 60 }, (_, at) => JSON.stringify({ id: `c${at}`, input: 'same', target: 'y' }));
  const { taskSet } = await imported(copies.join('\n'), { splitBy: 'id' });
  expect(taskSet).not.toHaveProperty('splitBy');
  expect(Math.min(taskSet.train, taskSet.dev, taskSet.holdout)).toBeGreaterThan(0);
  expect(taskSet.checks).toMatchObject({ copies: 59, holdoutSeen: taskSet.holdout });
  await expect(imported(copies.join('\n'), { splitBy: 'chance' })).rejects.toThrow('split_by');
});
