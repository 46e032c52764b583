import type { Role } from '@ao/kernel';

/** How the file of a format is called in messages. */
export type Format = 'jsonl' | 'json' | 'csv';

export const formatNames: Readonly<Record<Format, string>> = {
  jsonl: 'JSON Lines',
  json: 'one JSON array',
  csv: 'CSV',
};

/** The format that the first characters of a file look like; undefined: there is nothing but white space yet. */
export const formatOf = (beginning: string): Format | undefined => {
  const first = /[^\s\uFEFF]/u.exec(beginning)?.[0];
  if (first === undefined) return undefined;
  if (first === '[') return 'json';
  return first === '{' ? 'jsonl' : 'csv';
};

const inputs = ['text', 'question', 'prompt', 'query', 'input', 'message', 'content', 'sentence', 'utterance', 'topic'];
const targets = [
  'label',
  'target',
  'answer',
  'expected',
  '__expected',
  'output',
  'class',
  'category',
  'intent',
  'gold',
];
const shapes: Readonly<Partial<Record<Role, readonly [input: string, target: string]>>> = {
  validation: ['input.text', 'target.label'],
  recall: ['input.query', 'target.documents[]'],
};

const oneOf = (names: readonly string[], fields: readonly string[]): string | undefined =>
  names.flatMap((name) => fields.filter((field) => field.toLowerCase() === name))[0];

const guessed = (role: Role, fields: readonly string[]): string => {
  const [input, target] = shapes[role] ?? ['input', 'target'];
  const answer = oneOf(targets, fields) ?? fields.at(-1) ?? 'FIELD';
  const question = oneOf(inputs, fields) ?? fields.find((field) => field !== answer) ?? 'FIELD';
  const id = fields.includes('id') ? 'id=id,' : '';
  return `--map ${id}${input}=${question},${target}=${answer}`;
};

/** What the rows are, and the option that makes items of them, where their fields are not those of an item. */
export const suggestion = (format: Format, role: Role, fields: readonly string[]): string => {
  const has = (...names: readonly string[]): boolean => names.every((name) => fields.includes(name));
  const listed = fields
    .slice(0, 8)
    .map((field) => JSON.stringify(field.slice(0, 40)))
    .join(', ');
  if (has('vars', 'assert'))
    return 'these are tests of promptfoo: add --map input=vars,target=assert.0.value --scorer contains, or what fits their asserts';
  if (has('input', 'target') && (has('choices') || has('sandbox') || has('files') || has('setup'))) {
    const id = has('id') ? 'id=id,' : '';
    return `these are samples of Inspect: add --map ${id}input.question=input,input.choices=choices,target=target`;
  }
  return `this is ${formatNames[format]} with ${listed}: say which is what, such as ${guessed(role, fields)}`;
};
