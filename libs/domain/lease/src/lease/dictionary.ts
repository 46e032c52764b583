/**
 * An immutable dictionary that stays cheap to extend at 10^5 entries: two levels of 64 buckets, of which an insert copies one
 * path. A fold over thousands of reservations would be quadratic with a copied Map, and a Map changed in place would let a lost
 * race leave its marks in the cached state.
 */
export interface Dictionary<Value> {
  readonly size: number;
  readonly rows: readonly (readonly (ReadonlyMap<string, Value> | undefined)[] | undefined)[];
}

export const emptyDictionary: Dictionary<never> = { size: 0, rows: [] };

const width = 64;

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
const hash = (key: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) value = Math.imul(value ^ key.charCodeAt(index), 0x01000193);
  return value >>> 0;
};

const place = (key: string): readonly [row: number, column: number] => {
  const bits = hash(key);
  return [(bits >>> 6) % width, bits % width];
};

const replaced = <Item>(
  items: readonly (Item | undefined)[],
  index: number,
  item: Item,
): readonly (Item | undefined)[] => {
  const copy = items.slice();
  copy[index] = item;
  return copy;
};

export const lookUp = <Value>(dictionary: Dictionary<Value>, key: string): Value | undefined => {
  const [row, column] = place(key);
  return dictionary.rows[row]?.[column]?.get(key);
};

export const withEntry = <Value>(dictionary: Dictionary<Value>, key: string, value: Value): Dictionary<Value> => {
  const [row, column] = place(key);
  const columns = dictionary.rows[row] ?? [];
  const bucket = columns[column];
  const size = dictionary.size + (bucket?.has(key) === true ? 0 : 1);
  return { size, rows: replaced(dictionary.rows, row, replaced(columns, column, new Map(bucket).set(key, value))) };
};
