import { canonicalJson, textLimits, type Json, type JsonObject } from '@ao/kernel';

/** One item of a task set. */
export interface Item {
  readonly id: string;
  readonly input: Json;
  readonly target: Json;
  readonly metadata: JsonObject;
}

/** One document of a corpus. */
export interface Document {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A line that was read, or what is wrong with it. */
export type Checked<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

const deepest = 64;

const wrong = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

const unfitScalar = (value: unknown): string | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'holds a number that is too large';
  if (typeof value !== 'string') return undefined;
  return value.includes('\0') || !value.isWellFormed() ? 'holds a NUL character or half a surrogate pair' : undefined;
};

/** What JSON allows and the store does not; never recurses deeper than `deepest`. */
const unfit = (value: unknown, depth = 0): string | undefined => {
  if (depth > deepest) return `is nested deeper than ${deepest} levels`;
  return typeof value === 'object' && value !== null ? unfitMember(value, depth) : unfitScalar(value);
};

const unfitMember = (value: object, depth: number): string | undefined => {
  for (const [key, member] of Object.entries(value)) {
    const problem = unfit(key, depth) ?? unfit(member, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const parse = (text: string): Checked<JsonObject> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return wrong(`is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('is not a JSON object');
  const problem = unfit(value);
  return problem === undefined ? { ok: true, value: value as JsonObject } : wrong(problem);
};

const idProblem = (id: unknown): string | undefined =>
  typeof id === 'string' && id.length > 0 && id.length <= textLimits.itemId
    ? undefined
    : `needs an "id": a string of 1 to ${textLimits.itemId} characters`;

const unknownField = (value: JsonObject, known: readonly string[]): string | undefined => {
  const field = Object.keys(value).find((key) => !known.includes(key));
  return field === undefined
    ? undefined
    : `has an unknown field ${JSON.stringify(field)}; known are ${known.join(', ')}`;
};

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const itemProblem = (value: JsonObject): string | undefined => {
  if (value.input === undefined || value.input === null) return 'needs an "input"';
  if (value.target === undefined || value.target === null) return 'needs a "target"';
  return value.metadata === undefined || isObject(value.metadata)
    ? undefined
    : 'needs an object as "metadata", or none';
};

/** Reads one JSON line `{id, input, target, metadata}`; metadata may be absent. */
export const readItem = (text: string): Checked<Item> => {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  const problem =
    unknownField(value, ['id', 'input', 'target', 'metadata']) ?? idProblem(value.id) ?? itemProblem(value);
  if (problem !== undefined) return wrong(problem);
  return {
    ok: true,
    value: {
      id: value.id as string,
      input: value.input as Json,
      target: value.target as Json,
      metadata: (value.metadata ?? {}) as JsonObject,
    },
  };
};

/** Reads one JSON line `{id, title, text}`; the title may be absent. */
export const readDocument = (text: string): Checked<Document> => {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const { id, title = '', text: body } = parsed.value;
  const problem = unknownField(parsed.value, ['id', 'title', 'text']) ?? idProblem(id);
  if (problem !== undefined) return wrong(problem);
  if (typeof title !== 'string') return wrong('needs a string as "title", or none');
  if (typeof body !== 'string') return wrong('needs a "text": a string');
  return { ok: true, value: { id: id as string, title, text: body } };
};

/** The line of an item in the content hash: canonical JSON with exactly these four fields. */
export const itemLine = ({ id, input, target, metadata }: Item): string =>
  canonicalJson({ id, input, target, metadata });

/** The line of a document in the content hash. */
export const documentLine = ({ id, title, text }: Document): string => canonicalJson({ id, title, text });
