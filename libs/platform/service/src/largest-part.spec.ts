import { largestPart } from './largest-part.js';

const long = 'x'.repeat(1000);

it.each([
  ['a field', { jobId: 'j1', reason: long }, 'reason', 1002],
  [
    'a field of a list',
    { profile: { searchSpace: [{ name: 'a' }, { choices: long }] } },
    'profile.search_space[1].choices',
    1002,
  ],
  ['a list that is long without a long entry', { list: ['a', 'b', 'c', 'd', 'e', 'f'], id: '1' }, 'list', 25],
  ['the whole where nothing stands out', { a: long, b: long, c: long }, '', 3022],
])('names %s', (_, value, path, bytes) => expect(largestPart(value)).toEqual({ path, bytes }));
