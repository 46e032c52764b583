import { margin, oneOf, outside, pathOf, share, textLength, violationsOf, when, whole } from './checks.js';

it('writes a path with dots, indexes too', () => {
  expect(pathOf('manifest', 'patches', 0, 'slot')).toBe('manifest.patches.0.slot');
  expect(pathOf('profile.defaults', '')).toBe('profile.defaults');
});

it('says what is wrong alone', () => {
  expect(when(false, 'a', 'b')).toEqual([]);
  expect(
    violationsOf([
      [true, 'a', 'is wrong'],
      [false, 'b', 'is right'],
    ]),
  ).toEqual([{ path: 'a', message: 'is wrong' }]);
});

it('takes the values of a list, and nothing at all for the default', () => {
  expect([oneOf('m', 'b', ['a', 'b']), oneOf('m', '', ['a']), oneOf('m', undefined, ['a'])]).toEqual([[], [], []]);
  expect(oneOf('m', 'c', ['a', 'b'])).toEqual([{ path: 'm', message: 'must be one of a, b, not "c"' }]);
});

it.each([
  ['share', share('s', 0), 'must lie between 0 and 1, not 0'],
  ['share', share('s', NaN), 'must lie between 0 and 1, not NaN'],
  ['whole', whole('s', 1.5, 0, 3), 'must be a whole number from 0 to 3, not 1.5'],
  ['whole', whole('s', 4, 0, 3), 'must be a whole number from 0 to 3, not 4'],
  ['outside', outside('s', NaN, 0, 1), 'must be from 0 to 1, not NaN'],
  ['margin', margin('s', 2, 1), 'must be a share of at most 1, or negative for no guard, not 2'],
  ['margin', margin('s', -Infinity, 1), 'must be a share of at most 1, or negative for no guard, not -Infinity'],
  ['textLength', textLength('s', 'abc', 0, 2), 'must have at most 2 characters, not 3'],
  ['textLength', textLength('s', '', 1, 2), 'must have 1 to 2 characters, not 0'],
])('%s refuses: %j', (_, violations, message) => expect(violations).toEqual([{ path: 's', message }]));

it('takes what lies on the bounds', () => {
  expect([
    ...share('s', 0.5),
    ...share('s', undefined),
    ...whole('s', 0, 0, 3),
    ...whole('s', 3, 0, 3),
    ...outside('s', 1, 0, 1),
    ...margin('s', -1, 1),
    ...margin('s', undefined, 1),
    ...textLength('s', 'ab', 0, 2),
  ]).toEqual([]);
});
