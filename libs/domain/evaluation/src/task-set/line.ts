import { canonicalJson, textLimits, type Json, type JsonObject } from '@ao/kernel';
import { duplicateKey } from '../import/duplicate-key.js';

/** One item of a task set. */
export interface Item {
  readonly id: string;
  readonly input: Json;
  readonly target: Json;
  readonly metadata: JsonObject;
}

/** An item as a row has it: whoever imports it gives it an id where it has none. */
export interface UnnamedItem extends Omit<Item, 'id'> {
  readonly id?: string;
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

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A row that the store can hold. */
export const checkedRow = (row: JsonObject): Checked<JsonObject> => {
  const problem = unfit(row);
  return problem === undefined ? { ok: true, value: row } : wrong(problem);
};

/** Reads the JSON object of one row; a key that stands twice in any object of it is refused. */
export const readRow = (text: string): Checked<JsonObject> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return wrong(`is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(value)) return wrong('is not a JSON object');
  const checked = checkedRow(value);
  if (!checked.ok) return checked;
  const key = duplicateKey(text);
  return key === undefined ? checked : wrong(`has the key ${JSON.stringify(key.slice(0, 100))} twice in one object`);
};

/** The id of a row: a text, or a whole number, which is read as its digits. */
const idOf = (id: unknown): Checked<string> => {
  const text = Number.isSafeInteger(id) ? String(id) : id;
  return typeof text === 'string' && text.length > 0 && text.length <= textLimits.itemId
    ? { ok: true, value: text }
    : wrong(`needs an "id": a string of 1 to ${textLimits.itemId} characters, or a whole number`);
};

const unknownField = (value: JsonObject, known: readonly string[]): string | undefined => {
  const field = Object.keys(value).find((key) => !known.includes(key));
  return field === undefined
    ? undefined
    : `has an unknown field ${JSON.stringify(field)}; known are ${known.join(', ')}`;
};

const itemProblem = (value: JsonObject): string | undefined => {
  const unknown = unknownField(value, ['id', 'input', 'target', 'metadata']);
  if (unknown !== undefined) return unknown;
  if (value.input === undefined || value.input === null) return 'needs an "input"';
  if (value.target === undefined || value.target === null) return 'needs a "target"';
  return value.metadata === undefined || isObject(value.metadata)
    ? undefined
    : 'needs an object as "metadata", or none';
};

/** The item of a row `{id, input, target, metadata}`; id and metadata may be absent. */
export const itemOfRow = (row: JsonObject): Checked<UnnamedItem> => {
  const id = row.id === undefined ? undefined : idOf(row.id);
  if (id?.ok === false) return id;
  const problem = itemProblem(row);
  if (problem !== undefined) return wrong(problem);
  const { input, target, metadata = {} } = row as { input: Json; target: Json; metadata?: JsonObject };
  return { ok: true, value: { ...(id === undefined ? {} : { id: id.value }), input, target, metadata } };
};

/** The document of a row `{id, title, text}`; the title may be absent. */
export const documentOfRow = (row: JsonObject): Checked<Document> => {
  const { title = '', text } = row;
  const id = idOf(row.id);
  if (!id.ok) return id;
  const problem = unknownField(row, ['id', 'title', 'text']);
  if (problem !== undefined) return wrong(problem);
  if (typeof title !== 'string') return wrong('needs a string as "title", or none');
  if (typeof text !== 'string') return wrong('needs a "text": a string');
  return { ok: true, value: { id: id.value, title, text } };
};

/** The line of an item in the content hash: canonical JSON with exactly these four fields. */
export const itemLine = ({ id, input, target, metadata }: Item): string =>
  canonicalJson({ id, input, target, metadata });

/** The line of a document in the content hash. */
export const documentLine = ({ id, title, text }: Document): string => canonicalJson({ id, title, text });

/** What of a version, beside its content, decides what is measured. */
export interface ContentRules {
  /** The scorer with its options; absent: the role's own. */
  readonly scorer?: JsonObject;
  /** Splits go by the hash of the normalised input; absent: of the item's id, as in versions from before. */
  readonly splitBy?: 'input';
}

/** The line of the rules in the content hash; undefined for a version of the first kind, whose hash has none. */
export const rulesLine = ({ scorer, splitBy }: ContentRules): string | undefined =>
  scorer === undefined && splitBy === undefined ? undefined : canonicalJson({ scorer, split_by: splitBy ?? 'id' });
