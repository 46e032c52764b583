import type { Json, Role } from '@ao/kernel';
import { checkDocument, checkItem, longestText } from './check-item.js';

const paths = (role: Role, item: Json): readonly string[] => checkItem(role, item).map(({ path }) => path);

describe('checkItem', () => {
  it.each<[Role, Json]>([
    ['recall', { id: '1', input: { query: 'what' }, target: { documents: ['a', 'b'] } }],
    [
      'validation',
      { id: '1', input: { text: 'hello', subject: '' }, target: { label: 'ham' }, metadata: { from: 'me' } },
    ],
    ['chat', { id: '1', input: 'hello', target: 0 }],
  ])('accepts a %s item', (role, item) => {
    expect(checkItem(role, item)).toEqual([]);
  });

  it.each<[Role, Json, readonly string[]]>([
    ['recall', 'what', ['']],
    ['recall', [], ['']],
    ['recall', {}, ['id', 'input.query', 'target.documents']],
    ['recall', { id: '1', input: 'what', target: { documents: [] } }, ['input.query', 'target.documents']],
    ['recall', { id: '1', input: { query: 'x' }, target: { documents: ['a', 'a'] } }, ['target.documents']],
    ['recall', { id: '1', input: { query: 'x' }, target: { documents: ['a', ''] } }, ['target.documents[1]']],
    [
      'validation',
      { id: '1', input: { text: ' ' }, target: { label: 'x'.repeat(201) } },
      ['input.text', 'target.label'],
    ],
    ['validation', { id: '1', input: { text: 'x', subject: 3 }, target: { label: 'x' } }, ['input.subject']],
    ['validation', { id: '1', input: { text: 'x'.repeat(longestText + 1) }, target: { label: 'x' } }, ['input.text']],
    ['validation', { id: '1', input: { text: 'nul \0' }, target: { label: '\ud800' } }, ['input.text', 'target.label']],
    ['planner', { id: 7, target: null }, ['id', 'input', 'target']],
    ['chat', { id: '1', input: 1, target: 1, metadata: [], answer: 1 }, ['metadata', 'answer']],
  ])('%s: names what is wrong with %j', (role, item, expected) => {
    expect(paths(role, item)).toEqual(expected);
  });
});

describe('checkDocument', () => {
  it('lets the title be empty, not the text', () => {
    expect(checkDocument({ id: 'a', title: '', text: 'some' })).toEqual([]);
    expect(checkDocument({ id: 'a', title: '', text: '' }).map(({ path }) => path)).toEqual(['text']);
  });

  it('names every field that is wrong', () => {
    expect(checkDocument({ id: 1, title: null, body: 'x' }).map(({ path }) => path)).toEqual([
      'id',
      'text',
      'title',
      'body',
    ]);
    expect(checkDocument(null)).toHaveLength(1);
  });
});
