import { partitionOf } from './partition-of.js';

describe('the partition of a key', () => {
  it('never changes', () => {
    // The published test vectors of 32-bit FNV-1a.
    expect(['', 'a', 'foobar'].map((key) => partitionOf(key, 6))).toEqual([
      0x811c9dc5 % 6,
      0xe40c292c % 6,
      0xbf9cf968 % 6,
    ]);
  });

  it('spreads keys evenly', () => {
    const counts = [0, 0, 0, 0, 0, 0];
    for (let key = 0; key < 6000; key += 1)
      counts[partitionOf(`job-${key}`, 6)] = (counts[partitionOf(`job-${key}`, 6)] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(900);
    expect(Math.max(...counts)).toBeLessThan(1100);
  });
});
