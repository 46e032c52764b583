import { plainStyle } from '../terminal/terminal.js';
import { askedText } from './question.js';

it('puts both answers below the question, best documents first', () => {
  const answer = { slot_version: 0, configuration_hash: '', latency_ms: 1 };
  const before = { ...answer, output: { documents: ['with', 'grid', 'subgrid', 'table', 'fifth'] }, confidence: 0.411 };
  const after = { ...answer, output: { documents: ['grid'] }, confidence: 0.573 };
  expect(askedText({ question: 'rows and columns', before, after }, plainStyle()).split('\n')).toEqual([
    'Ask it',
    '',
    '  "rows and columns"',
    '  before  with, grid, subgrid, table  (confidence 41.1 %)',
    '  now     grid  (confidence 57.3 %)',
  ]);
});
