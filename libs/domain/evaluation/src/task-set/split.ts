import type { Split } from '@ao/kernel';

const scale = 2 ** 32;

/**
 * The split of an item, fixed for ever by its id: 30 % train, 30 % dev, 40 % holdout. Takes the SHA-256 of the id in hex, of which
 * the first 32 bits count; an item keeps its split in every version of its task set.
 */
export const splitOf = (itemIdSha256: string): Split => {
  const place = Number.parseInt(itemIdSha256.slice(0, 8), 16) / scale;
  if (place < 0.3) return 'train';
  return place < 0.6 ? 'dev' : 'holdout';
};
