import { isDomainError, type Json } from '@ao/kernel';
import fc from 'fast-check';
import { checkItem } from './check-item.js';
import { readScorer, scorerOf } from './chosen-scorer.js';
import { score } from './score.js';

const solves = (scorer: string, output: Json, target: Json): boolean | string => {
  const { solved, error } = score('chat', output, target, readScorer(scorer, 'chat'));
  return error ?? solved;
};

it.each<[scorer: string, output: Json, target: Json, expected: boolean | string]>([
  ['exact', ' B\r\n', 'b', true],
  ['exact:fold_case=false', 'b', 'B', false],
  ['exact', '**B**', 'B', false],
  ['exact:strip=true', '**B**', 'B', true],
  ['exact:strip=true', '$B$', 'B', true],
  ['exact:strip=true', '(B)', 'B', true],
  ['exact:strip=true', 'B,', 'B', true],
  ['exact:strip=true', '...', '...', true],
  ['exact:strip=true', '!!!', '...', false],
  ['exact:fold_punctuation=true', 'it’s 2019–2020', "it's 2019-2020", true],
  ['exact', 'it’s', "it's", false],
  ['exact', { city: ' RIGA ' }, { city: 'Riga' }, true],
  ['any_of', 'riga', ['Riga', 'Rīga'], true],
  ['any_of', 'Rīga', ['Riga', 'Rīga'], true],
  ['any_of', 'Tartu', ['Riga', 'Rīga'], false],
  ['any_of', 'Riga', 'riga', true],
  ['contains', 'About 3 Percent, I think', 'percent', true],
  ['contains', 'About 3 Percent', ['percent', 'money'], true],
  ['contains:all=true', 'About 3 Percent', ['percent', 'money'], false],
  ['contains', { answer: 'percent' }, 'percent', 'output must be a text'],
  ['number', '42', 42, true],
  ['number', 0.30000000000000004, 0.3, false],
  ['number:abs=1e-9', 0.30000000000000004, 0.3, true],
  ['number:rel=0.01', 101, 100, true],
  ['number:rel=0.01', 102, 100, false],
  ['number', 'about 42', 42, 'output holds no number'],
  ['number:from=last', 'from 40 to 42.', 42, true],
  ['number:from=first', '1,200 of 3', 1200, true],
  ['number', ' ', 0, 'output holds no number'],
  ['number', 7, [3, '7'], true],
  ['json', '```json\n{"city":"Riga"}\n```', { city: 'Riga' }, true],
  ['json', '{"city":"Riga"}', { city: 'Riga' }, true],
  ['json', { city: 'Riga', note: 'x' }, { city: 'Riga' }, false],
  ['json:extra_fields=ignore', { city: 'Riga', note: 'x' }, { city: 'Riga' }, true],
  ['json:extra_fields=ignore', [{ a: 1, b: 2 }], [{ a: 1 }], true],
  ['json:extra_fields=ignore', { note: 'x' }, { city: 'Riga' }, false],
  ['json', 'no json', { city: 'Riga' }, 'output holds no JSON'],
  ['regex', 'ANSWER: B', '^answer: b$', true],
  ['regex', 'ANSWER: B', ['^x', 'B$'], true],
  ['{"type":"regex","pattern":"answer:\\\\s*(\\\\w+)"}', 'I say. ANSWER: B or so', 'b', true],
  ['{"type":"regex","pattern":"[A-E]","fold_case":false,"match":"last"}', 'A? No: C.', 'C', true],
  ['{"type":"regex","pattern":"\\\\d+"}', 'none', '1', false],
])('%s: %j against %j is %j', (scorer, output, target, expected) => {
  expect(solves(scorer, output, target)).toBe(expected);
});

it('compares the labels of validation, and needs one', () => {
  const chosen = readScorer('exact:strip=true', 'validation');
  for (const label of ['Spam', 'spam\n', 'spam.', ' spam'])
    expect(score('validation', { label }, { label: 'spam' }, chosen).solved).toBe(true);
  expect(score('validation', 'spam', { label: 'spam' }, chosen).error).toBe(
    'output.label must be a string that is not empty',
  );
});

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (isDomainError(error, 'invalid_argument')) return error.message;
    throw error;
  }
  return 'accepted';
};

it.each([
  ['guess', 'scorer.type must be one of exact, any_of, contains, number, json, regex'],
  ['number:abs=-1', 'scorer.abs'],
  ['number:tolerance=1', 'tolerance'],
  ['exact:trim=maybe', 'scorer.trim'],
  ['{"type":', 'scorer is not JSON'],
  ['{"type":"regex","pattern":"(?=x)"}', 'scorer.pattern is no regular expression of RE2'],
  [`{"type":"regex","pattern":"${'x'.repeat(1_001)}"}`, 'scorer.pattern'],
])('refuses %.60s', (given, message) => {
  expect(refusal(() => readScorer(given, 'chat'))).toContain(message);
});

it('is not chosen for recall', () => {
  expect(refusal(() => readScorer('exact', 'recall'))).toContain('scored by rank');
  expect(readScorer('', 'recall')).toBeUndefined();
});

it('keeps every option in the stored form, which reads back the same', () => {
  const chosen = readScorer('number:abs=0.5', 'chat');
  expect(chosen).toEqual({ type: 'number', abs: 0.5, rel: 0, from: 'whole' });
  expect(scorerOf(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
});

it.each<[scorer: string, target: Json, message: string]>([
  ['number', 'many', 'target must be a number'],
  ['number', [1, 'x'], 'target must be a number'],
  ['contains', ' ', 'target must be a text that is not empty'],
  ['contains', { a: 1 }, 'target must be a text'],
  ['any_of', [], 'target must have 1 to 1000 answers'],
  ['regex', '(', 'target is no regular expression'],
])('%s refuses the target %j at the import', (scorer, target, message) => {
  const [first] = checkItem('chat', { id: 'a', input: 'x', target }, readScorer(scorer, 'chat'));
  expect(`${first?.path} ${first?.message}`).toContain(message);
});

it('never throws on an output, and right answers are right', () => {
  const scorers = ['exact', 'any_of', 'contains', 'number', 'json', 'regex', 'exact:strip=true,fold_punctuation=true'];
  fc.assert(
    fc.property(fc.constantFrom(...scorers), fc.jsonValue(), (scorer, output) => {
      expect(['boolean', 'string']).toContain(typeof solves(scorer, output as Json, 'x'));
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom('exact', 'json', 'exact:strip=true'), fc.jsonValue(), (scorer, value) => {
      if (typeof value === 'object') expect(solves(scorer, value as Json, value as Json)).toBe(true);
    }),
  );
});

it('takes linear time where a backtracking engine would not end', () => {
  expect(solves('regex', `${'a'.repeat(5_000)}b`, '^(a+)+$')).toBe(false);
});
