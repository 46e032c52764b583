/** A part of a message. */
export interface Part {
  /** Names in snake_case and places from 0, such as "profile.search_space[0].choices"; empty: the whole. */
  readonly path: string;
  /** Bytes of its JSON. */
  readonly bytes: number;
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

const partsOf = (value: object, path: string): readonly (Part & { readonly value: unknown })[] =>
  Object.entries(value).map(([name, part]) => {
    const step = Array.isArray(value) ? `[${name}]` : `${path === '' ? '' : '.'}${snakeCase(name)}`;
    return { path: path + step, bytes: bytesOf(part), value: part };
  });

/** The smallest part of a message that holds more than half of it: where to look for what is too much. */
export const largestPart = (value: unknown, path = ''): Part => {
  const bytes = bytesOf(value);
  if (typeof value !== 'object' || value === null) return { path, bytes };
  const main = partsOf(value, path).find((part) => part.bytes * 2 > bytes);
  return main === undefined ? { path, bytes } : largestPart(main.value, main.path);
};
