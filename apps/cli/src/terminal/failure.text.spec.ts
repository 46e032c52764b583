import { Failure } from '../failure.js';
import { failureText } from './failure.text.js';
import { plainStyle } from './terminal.js';

it('prints a problem document with every wrong place', () => {
  const problem = {
    title: 'Bad Request',
    status: 400,
    code: 'invalid_argument',
    detail: 'the training request is not valid',
    corr_id: 'c-1',
    errors: [
      { path: 'budget.tokens', message: 'must be a whole number, not -1' },
      { path: '', message: 'must be an object' },
    ],
  };
  expect(failureText(new Failure(1, problem), plainStyle()).split('\n')).toEqual([
    'error: the training request is not valid (400 Bad Request, invalid_argument)',
    '  budget.tokens: must be a whole number, not -1',
    '  (request): must be an object',
    '  corr_id c-1',
  ]);
});

it('tells a wrong place once', () => {
  const problem = {
    title: 'Bad Request',
    status: 400,
    detail: 'the request is not valid: gate.alpha: too big',
    errors: [
      { path: 'gate.alpha', message: 'too big' },
      { path: 'seed', message: 'too small' },
    ],
  };
  expect(failureText(new Failure(1, problem), plainStyle()).split('\n')).toEqual([
    'error: the request is not valid (400 Bad Request)',
    '  gate.alpha: too big',
    '  seed: too small',
  ]);
});

it('prints what the command line found by itself, and what to do', () => {
  const failure = new Failure(3, { title: 'nobody answers', detail: 'refused', code: 'unavailable' }, ['start it']);
  expect(failureText(failure, plainStyle())).toBe('error: nobody answers: refused (unavailable)\n  start it');
});
