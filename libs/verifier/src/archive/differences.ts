import { canonical } from './canonical-json.js';

/** Two sums of the same numbers in another order differ by less. */
const rounding = 1e-9;

const isNear = (one: unknown, other: unknown): boolean =>
  typeof one === 'number' &&
  typeof other === 'number' &&
  Math.abs(one - other) <= rounding * Math.max(1, Math.abs(one), Math.abs(other));

const isSame = (one: unknown, other: unknown): boolean => isNear(one, other) || canonical(one) === canonical(other);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Where two values differ, each as a sentence that begins with the place: "expected data.alpha 0.05, found 0.1". */
export const differences = (expected: unknown, found: unknown, path: string): readonly string[] => {
  if (isSame(expected, found)) return [];
  if (!isObject(expected) || !isObject(found))
    return [`expected ${path} ${canonical(expected)}, found ${canonical(found)}`];
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...keys].flatMap((key) => differences(expected[key], found[key], `${path}.${key}`));
};
