import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { normalQuantile } from './normal.js';

/** A source of chance. It changes as it is read, so make it inside the function that uses it and never keep it in a state. */
export type Rng = RandomGenerator;

/** FNV-1a over UTF-16 code units, then the finalizer of MurmurHash3; `salt` gives independent words of one text. */
const word = (text: string, salt: number): number => {
  let hash = 0x811c9dc5 ^ salt;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};

/**
 * The named sub-stream of a seed: the same seed and labels give the same numbers on every machine, other labels give
 * unrelated ones. The generator is xoroshiro128+ (Blackman and Vigna, 2018) of pure-rand.
 */
export const rngOf = (seed: number | bigint | string, ...labels: readonly (number | string)[]): Rng => {
  const name = JSON.stringify([String(seed), ...labels.map(String)]);
  const rng = xoroshiro128plusFromState([
    word(name, 0x9e3779b9),
    word(name, 0x7f4a7c15) | 1,
    word(name, 0x2545f491),
    word(name, 0x1ce4e5b9),
  ]);
  for (let warmUp = 0; warmUp < 8; warmUp++) rng.next();
  return rng;
};

/** Uniform in [0, 1). */
export const uniform = (rng: Rng): number => uniformFloat64(rng);

/** Uniform among the integers from `min` to `max`, both included. */
export const uniformInteger = (rng: Rng, min: number, max: number): number => uniformInt(rng, min, max);

/** Standard normal, by inversion. */
export const gaussian = (rng: Rng): number => normalQuantile(uniform(rng) || Number.MIN_VALUE);

/** One of the values, each as likely. */
export const pick = <T>(rng: Rng, values: readonly T[]): T => values[uniformInteger(rng, 0, values.length - 1)] as T;

/** The values in an order in which every order is as likely (Fisher and Yates, in Durstenfeld's form). */
export const shuffled = <T>(rng: Rng, values: readonly T[]): T[] => {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = uniformInteger(rng, 0, last);
    [order[last], order[chosen]] = [order[chosen] as T, order[last] as T];
  }
  return order;
};
