import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const longest = 60;

const shown = (input: unknown): string => {
  if (typeof input === 'number') return String(input);
  const text = JSON.stringify(input) ?? String(input);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
};

/** NaN is what became of a text that is no number. */
const not = (input: unknown): string => (input === undefined || Number.isNaN(input) ? '' : `, not ${shown(input)}`);

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const kindOf = (expected: string): string => kinds[expected] ?? expected;

/** Number of something: 1 character, 2 characters. */
const counted = (value: unknown, noun: string): string => `${String(value)} ${noun}${Number(value) === 1 ? '' : 's'}`;

const bound = (
  word: 'at least' | 'at most',
  limit: unknown,
  { origin, input }: Issue & { origin?: string },
): string => {
  if (origin === 'string')
    return word === 'at least' && Number(limit) === 1 && input === ''
      ? 'must not be empty'
      : `must have ${word} ${counted(limit, 'character')}`;
  if (origin === 'array' || origin === 'set')
    return `must have ${word} ${counted(limit, 'entry').replace('entrys', 'entries')}`;
  return `must be ${word} ${String(limit)}${not(input)}`;
};

const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  url: 'a URL',
  email: 'an e-mail address',
  datetime: 'a time as ISO 8601 has it',
};

const formatWords = ({ format, pattern, input }: Issue & { format?: string; pattern?: string }): string => {
  const known = formats[format ?? ''];
  return `must ${known === undefined ? `match ${pattern ?? format}` : `be ${known}`}${not(input)}`;
};

const oneOf = (values: readonly unknown[], input: unknown): string =>
  `${input === undefined ? 'is required: it ' : ''}must be one of ${values.join(', ')}${not(input)}`;

type Fields = Readonly<Record<string, unknown>>;

interface UnionIssue {
  readonly options?: readonly unknown[];
  readonly discriminator?: string;
  readonly input: unknown;
}

const words: Readonly<Partial<Record<Issue['code'], (issue: never) => string>>> = {
  invalid_type: ({ expected, input }: { expected: string; input: unknown }) =>
    input === undefined ? `is required: it must be ${kindOf(expected)}` : `must be ${kindOf(expected)}${not(input)}`,
  too_small: (issue: Issue & { minimum: unknown }) => bound('at least', issue.minimum, issue),
  too_big: (issue: Issue & { maximum: unknown }) => bound('at most', issue.maximum, issue),
  invalid_value: ({ values, input }: { values: readonly unknown[]; input: unknown }) => oneOf(values, input),
  invalid_format: formatWords,
  invalid_union: ({ options = [], discriminator = '', input }: UnionIssue) =>
    options.length === 0 ? 'has none of the shapes that it may have' : oneOf(options, (input as Fields)[discriminator]),
  unrecognized_keys: ({ keys }: { keys: readonly string[] }) => `has fields that are not known: ${keys.join(', ')}`,
  not_multiple_of: ({ divisor, input }: { divisor: number; input: unknown }) =>
    `must be a multiple of ${divisor}${not(input)}`,
};

/** What is wrong with a value and what would be right, in the platform's words; undefined: zod's own. */
export const issueWords = (issue: Issue): string | undefined => words[issue.code]?.(issue as never);

/** What a value must be, of several kinds that zod names: "an object or a text". */
export const kindsWords = (expected: readonly string[]): string =>
  `must be ${[...new Set(expected.map(kindOf))].join(' or ')}`;

/** From now on every schema of this process without words of its own speaks these. */
export const speakOwnWords = (): void => void z.config({ customError: issueWords });
