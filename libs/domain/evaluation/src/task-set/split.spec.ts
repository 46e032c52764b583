import { splitOf } from './split.js';

const hex = (share: number): string =>
  Math.floor(share * 2 ** 32)
    .toString(16)
    .padStart(8, '0')
    .padEnd(64, 'f');

it.each([
  [0, 'train'],
  [0.2999, 'train'],
  [0.3001, 'dev'],
  [0.5999, 'dev'],
  [0.6001, 'holdout'],
  [0.9999, 'holdout'],
])('puts an id that hashes to %f of the range into its split', (share, split) => {
  expect(splitOf(hex(share))).toBe(split);
});
