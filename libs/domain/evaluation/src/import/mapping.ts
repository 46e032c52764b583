import { DomainError, type Json, type JsonObject } from '@ao/kernel';

/** How a text of a row is read: as it is, as a number, or as JSON. */
type Reading = 'text' | 'number' | 'json';

/** One part of an item and where in a row it stands. */
export interface MappedPart {
  /** Begins with id, input, target or metadata. */
  readonly path: readonly string[];
  /** True: one more element of the list at that path. */
  readonly appends: boolean;
  readonly reading: Reading;
  /** A field or column of the row, or a path into it, such as `vars.topic` or `assert.0.value`. */
  readonly source: string;
}

const grammar = /^(id|input|target|metadata)((?:\.[^.[\]:=]+)*)(\[\])?(?::(number|json))?$/u;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

const refuse = (given: string, message: string): never => {
  const text = `${JSON.stringify(given.slice(0, 100))} ${message}`;
  throw new DomainError('invalid_argument', `a mapping is not valid: ${text}`, [{ path: 'map', message: text }]);
};

/** The part of an item that a name such as `input.text`, `target[]` or `metadata.level:number` means; undefined: none. */
export const partNamed = (name: string, source: string): MappedPart | undefined => {
  const found = grammar.exec(name.trim());
  if (found === null) return undefined;
  const [, root, rest, list, reading = 'text'] = found as unknown as readonly (string | undefined)[];
  const path = `${root}${rest}`.split('.');
  const appends = list !== undefined;
  if (path.some((segment) => forbidden.has(segment)) || (root === 'id' && (path.length > 1 || appends)))
    return undefined;
  return { path, appends, reading: reading as Reading, source };
};

const samePath = (one: readonly string[], other: readonly string[]): boolean =>
  one.length <= other.length && one.every((segment, at) => segment === other[at]);

/** Two parts that claim one place. */
const clash = (parts: readonly MappedPart[]): MappedPart | undefined =>
  parts.find((part, at) =>
    parts.some(
      (other, place) =>
        place < at &&
        (samePath(part.path, other.path) || samePath(other.path, part.path)) &&
        !(part.appends && other.appends && part.path.length === other.path.length),
    ),
  );

/**
 * Reads a mapping: each entry is `PART=SOURCE`, with PART one of id, input, target, metadata or a path below the last three, `[]` behind it
 * to collect several sources in a list, `:number` or `:json` to read a text as such. Throws DomainError `invalid_argument`.
 */
export const readMapping = (entries: readonly string[]): readonly MappedPart[] => {
  const parts = entries.map((entry) => {
    const at = entry.indexOf('=');
    const source = entry.slice(at + 1).trim();
    if (at < 0 || source === '') return refuse(entry, 'must be PART=FIELD, such as input.text=question');
    return (
      partNamed(entry.slice(0, at), source) ??
      refuse(entry, 'must begin with id, input, target or metadata, such as target.label=class')
    );
  });
  const twice = clash(parts);
  if (twice !== undefined) refuse(`${twice.path.join('.')}=${twice.source}`, 'names a place that is mapped already');
  return parts;
};

const stepInto = (value: Json | undefined, name: string): Json | undefined => {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(name)];
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as JsonObject)[name]
    : undefined;
};

/** What stands at a source: a field of that very name, else the path; undefined: nothing, or an empty text. */
export const valueAt = (row: JsonObject, source: string): Json | undefined => {
  const found = Object.hasOwn(row, source)
    ? row[source]
    : source.split('.').reduce<Json | undefined>((value, name) => stepInto(value, name), row);
  return found === '' || found === null ? undefined : found;
};

const asNumber = (text: string, source: string): number => {
  const value = Number(text.trim());
  if (text.trim() === '' || !Number.isFinite(value))
    throw new SyntaxError(`has ${JSON.stringify(text.slice(0, 40))} as ${source}, which is no number`);
  return value;
};

const asJson = (text: string, source: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new SyntaxError(`has no JSON as ${source}: ${(error as Error).message}`, { cause: error });
  }
};

const read = (value: Json, { reading, source }: MappedPart): Json => {
  if (typeof value !== 'string' || reading === 'text') return value;
  return reading === 'number' ? asNumber(value, source) : asJson(value, source);
};

type Building = { [name: string]: Json | Building };

const place = (item: Building, { path, appends }: MappedPart, value: Json): void => {
  const last = path.at(-1) as string;
  let at = item;
  for (const segment of path.slice(0, -1)) at = (at[segment] ??= {}) as Building;
  if (appends) at[last] = [...((at[last] ?? []) as readonly Json[]), value];
  else at[last] = value;
};

/** The row under an item's names. Throws SyntaxError where a text is not what the mapping says. */
export const mappedRow = (row: JsonObject, mapping: readonly MappedPart[]): JsonObject => {
  const item: Building = {};
  for (const part of mapping) {
    const value = valueAt(row, part.source);
    if (value !== undefined) place(item, part, read(value, part));
  }
  return item;
};

/** Fields of rows that no source of the mapping names. */
export const unusedFields = (fields: readonly string[], mapping: readonly MappedPart[]): readonly string[] =>
  fields.filter((field) => !mapping.some(({ source }) => source === field || source.startsWith(`${field}.`)));
