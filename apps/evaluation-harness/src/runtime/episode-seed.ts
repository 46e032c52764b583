import { createHash } from 'node:crypto';

/**
 * The seed of an episode's chance: the first 53 bits of the SHA-256 of "order seed:run:item id". The same for every configuration, so
 * that arms which are compared item by item share their luck.
 */
export const episodeSeed = (orderSeed: number, itemId: string, run: number): number =>
  Number(createHash('sha256').update(`${orderSeed}:${run}:${itemId}`).digest().readBigUInt64BE(0) >> 11n);
