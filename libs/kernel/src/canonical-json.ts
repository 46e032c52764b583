/** A plain object: made by a literal, by JSON.parse in any realm, or without a prototype; no Date, no Map, no instance of a class. */
const isPlain = (value: object): value is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const textForm = (text: string): string => {
  if (!text.isWellFormed()) throw new RangeError('half a surrogate pair has no canonical JSON form');
  return JSON.stringify(text);
};

const objectForm = (value: object): string => {
  if (!isPlain(value)) throw new TypeError(`a ${value.constructor.name} has no canonical JSON form`);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${textForm(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
};

/**
 * Canonical JSON, RFC 8785: keys sorted by UTF-16 code unit, no white space, numbers and strings as ECMAScript prints them. A member that
 * is undefined is absent, as in JSON. Two values are the same to the platform where these texts are, so whatever has no such form is
 * refused and never taken for something else: throws TypeError for undefined, a function, a bigint, a Date, a Map or an instance of a class,
 * RangeError for NaN, an infinity or half a surrogate pair.
 */
export const canonicalJson = (value: unknown): string => {
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'string':
      return textForm(value);
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`${value} has no canonical JSON form`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value)
        ? `[${Array.from(value as readonly unknown[], (item) => canonicalJson(item)).join(',')}]`
        : objectForm(value);
    default:
      throw new TypeError(`${typeof value} has no canonical JSON form`);
  }
};
