import type { Json } from './json.js';

const object = (value: Readonly<Record<string, unknown>>): string =>
  `{${Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`)
    .join(',')}}`;

/** RFC 8785 canonical JSON: keys sorted by UTF-16 code unit, no white space, numbers as ECMAScript prints them. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return object(value as Readonly<Record<string, unknown>>);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} has no JSON form`);
  return JSON.stringify(value ?? null);
};
