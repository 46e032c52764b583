import { differences } from './differences.js';

it('names each place that differs', () => {
  const before = { kind: 'a', input: { job_id: 'j1', tags: ['x', 'y'], deep: { same: 1 } } };
  const now = { kind: 'a', input: { job_id: 'j2', tags: ['x', 'z'], deep: { same: 1 }, more: true } };
  expect(differences(before, now)).toEqual([
    { path: 'input.job_id', message: 'was "j1" the first time, and is "j2" now' },
    { path: 'input.more', message: 'was absent the first time, and is true now' },
    { path: 'input.tags.1', message: 'was "y" the first time, and is "z" now' },
  ]);
});

it('finds none where the order of fields alone differs', () => {
  expect(differences({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toEqual([]);
});

it('tells of twenty places at most, in bounded lines', () => {
  const many = (value: string): object =>
    Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`f${at}`, value.repeat(500)]));
  const found = differences(many('a'), many('b'));
  expect(found).toHaveLength(20);
  for (const { message } of found) expect(message.length).toBeLessThan(250);
});
