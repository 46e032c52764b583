import fc from 'fast-check';
import { documentLine, documentOfRow, itemLine, itemOfRow, readRow, rulesLine, type Item } from './line.js';

const readItem = (text: string): ReturnType<typeof itemOfRow> => {
  const row = readRow(text);
  return row.ok ? itemOfRow(row.value) : row;
};
const readDocument = (text: string): ReturnType<typeof documentOfRow> => {
  const row = readRow(text);
  return row.ok ? documentOfRow(row.value) : row;
};

const problem = (text: string): string => {
  const read = readItem(text);
  return read.ok ? 'none' : read.problem;
};

it('reads an item and leaves out no field', () => {
  expect(readItem('{"id":"q1","input":{"query":"x"},"target":["d1"],"metadata":{"source":1}}')).toEqual({
    ok: true,
    value: { id: 'q1', input: { query: 'x' }, target: ['d1'], metadata: { source: 1 } },
  });
});

it('takes no metadata as empty metadata', () => {
  expect(readItem('{"id":"q1","input":"x","target":false}')).toEqual({
    ok: true,
    value: { id: 'q1', input: 'x', target: false, metadata: {} },
  });
});

it.each([
  ['{"id":"q1"', 'is not JSON'],
  ['[]', 'is not a JSON object'],
  ['null', 'is not a JSON object'],
  ['{"id":7.5,"input":1,"target":1}', 'needs an "id"'],
  ['{"id":"","input":1,"target":1}', 'needs an "id"'],
  ['{"id":"a","input":{"x":1,"x":2},"target":1}', 'has the key "x" twice in one object'],
  [`{"id":"${'x'.repeat(201)}","input":1,"target":1}`, 'needs an "id"'],
  ['{"id":"a","target":1}', 'needs an "input"'],
  ['{"id":"a","input":1,"target":null}', 'needs a "target"'],
  ['{"id":"a","input":1,"target":1,"metadata":[]}', '"metadata"'],
  ['{"id":"a","input":1,"target":1,"targets":1}', 'unknown field "targets"'],
  ['{"id":"a","input":1e999,"target":1}', 'too large'],
  ['{"id":"a","input":"\\u0000","target":1}', 'NUL'],
  ['{"id":"a","input":"\\ud800","target":1}', 'surrogate'],
  ['{"id":"a","input":{"\\u0000":1},"target":1}', 'NUL'],
  [`{"id":"a","input":${'['.repeat(100_000)}${']'.repeat(100_000)},"target":1}`, 'nested deeper'],
])('refuses %.60s', (text, expected) => {
  expect(problem(text)).toContain(expected);
});

it('reads a document, with or without a title', () => {
  expect(readDocument('{"id":"d1","title":"T","text":"x"}')).toEqual({
    ok: true,
    value: { id: 'd1', title: 'T', text: 'x' },
  });
  expect(readDocument('{"id":"d1","text":"x"}')).toEqual({ ok: true, value: { id: 'd1', title: '', text: 'x' } });
});

it.each([
  ['{"id":"d1"}', '"text"'],
  ['{"id":"d1","text":1}', '"text"'],
  ['{"id":"d1","title":1,"text":"x"}', '"title"'],
  ['{"id":"d1","body":"x","text":""}', 'unknown field "body"'],
])('refuses the document %s', (text, expected) => {
  const read = readDocument(text);
  expect(read.ok ? 'none' : read.problem).toContain(expected);
});

it('hashes the same content to the same line, however it was written', () => {
  const first = readItem('{"id":"a","input":{"x":1,"y":2.0},"target":"t"}');
  const second = readItem('{ "target":"t", "metadata":{}, "input":{"y":2,"x":1e0}, "id":"a" }');
  expect(first.ok && second.ok && itemLine(first.value as Item) === itemLine(second.value as Item)).toBe(true);
  expect(documentLine({ text: 'x', id: 'd', title: '' })).toBe('{"id":"d","text":"x","title":""}');
});

it('never throws, and what it accepts reads back the same', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .record({ id: fc.string(), input: fc.jsonValue(), target: fc.jsonValue() })
          .map((value) => JSON.stringify(value)),
      ),
      (text) => {
        const read = readItem(text);
        if (read.ok && read.value.id !== undefined) expect(readItem(itemLine(read.value as Item))).toEqual(read);
      },
    ),
  );
});

it('takes a whole number as an id, and an item without one', () => {
  expect(readItem('{"id":7,"input":1,"target":1}')).toMatchObject({ value: { id: '7' } });
  expect(readItem('{"input":1,"target":1}')).toEqual({ ok: true, value: { input: 1, target: 1, metadata: {} } });
});

it('has a line of rules only where a version has rules', () => {
  expect(rulesLine({})).toBeUndefined();
  expect(rulesLine({ splitBy: 'input' })).toBe('{"split_by":"input"}');
  expect(rulesLine({ scorer: { type: 'exact' } })).toBe('{"scorer":{"type":"exact"},"split_by":"id"}');
});
