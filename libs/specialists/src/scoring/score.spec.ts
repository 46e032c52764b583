import { isDomainError, type Json } from '@ao/kernel';
import { score } from './score.js';

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (isDomainError(error, 'invalid_argument')) return error.message;
    throw error;
  }
  throw new Error('accepted');
};

describe('recall', () => {
  const target = { documents: ['b', 'c'] };

  it.each([
    [['b', 'a'], true, 1],
    [['a', 'c', 'b'], false, 1 / 2],
    [['x', 'y', 'z', 'c'], false, 1 / 4],
    [['x'], false, 0],
    [[], false, 0],
  ])('%j scores %s, %f', (documents, solved, expected) => {
    expect(score('recall', { documents }, target)).toEqual({ solved, score: expected, error: null });
  });

  it.each<[Json, string]>([
    [null, 'output.documents must be an array of strings'],
    ['b', 'output.documents must be an array of strings'],
    [['b'], 'output.documents must be an array of strings'],
    [{ documents: 'b' }, 'output.documents must be an array of strings'],
    [{ documents: ['b', 7] }, 'output.documents[1] must be a string that is not empty'],
  ])('%j fails the episode with a reason', (output, error) => {
    expect(score('recall', output, target)).toEqual({ solved: false, score: 0, error });
  });

  it('blames the task set for a malformed target', () => {
    expect(refusal(() => score('recall', { documents: ['b'] }, { document: 'b' }))).toBe(
      'target.documents must be an array of strings',
    );
  });

  it('does not read inherited members', () => {
    expect(score('recall', Object.create({ documents: ['b'] }) as Json, target).error).not.toBeNull();
  });
});

describe('validation', () => {
  it.each([
    ['spam', true],
    ['ham', false],
    ['SPAM', false],
  ])('%s for spam: %s', (label, solved) => {
    expect(score('validation', { label }, { label: 'spam' })).toEqual({ solved, score: solved ? 1 : 0, error: null });
  });

  it('fails an output without a label, and blames the task set for a target without one', () => {
    expect(score('validation', { label: 1 }, { label: 'spam' })).toEqual({
      solved: false,
      score: 0,
      error: 'output.label must be a string that is not empty',
    });
    expect(refusal(() => score('validation', { label: 'spam' }, 'spam'))).toBe(
      'target.label must be a string that is not empty',
    );
  });
});

describe('the other roles', () => {
  it.each<[Json, Json, boolean]>([
    ['  The ANSWER\n is 42 ', 'the answer is 42', true],
    ['the answer is 43', 'the answer is 42', false],
    [{ b: [1, 'X'], a: null }, { a: null, b: [1, 'x'] }, true],
    [[1, 2], [2, 1], false],
    [1, '1', false],
  ])('%j against %j: %s', (output, target, solved) => {
    expect(score('tooling', output, target).solved).toBe(solved);
  });
});
