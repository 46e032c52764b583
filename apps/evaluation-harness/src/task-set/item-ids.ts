import { canonicalJson, type Json } from '@ao/kernel';
import { sha256 } from './content-hash.js';
import { invalid } from './import-order.js';

/** Items without ids in one import: each is remembered while it runs. */
const mostUnnamed = 1_000_000;
const digits = 16;

/**
 * Ids for items that have none: the first 16 hex digits of the SHA-256 of the input's canonical JSON; a copy of an input gets -2, -3 and
 * so on behind it, in the order of the file. The same file gives the same ids.
 */
export const itemIds = (): ((input: Json) => string) => {
  const given = new Map<string, number>();
  return (input) => {
    const id = sha256(canonicalJson(input)).slice(0, digits);
    const times = (given.get(id) ?? 0) + 1;
    given.set(id, times);
    if (given.size > mostUnnamed) throw invalid('items', `without an id can be ${mostUnnamed} at most: give them ids`);
    return times === 1 ? id : `${id}-${times}`;
  };
};
