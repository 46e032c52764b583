import { DomainError, type FieldViolation, type Json, type JsonObject, type Role } from '@ao/kernel';
import { z } from 'zod';
import { patternProblem } from './pattern.js';

const text = {
  trim: z.boolean().default(true),
  fold_case: z.boolean().default(true),
  fold_punctuation: z.boolean().default(false),
  strip: z.boolean().default(false),
};
const tolerance = z.number().min(0).max(1e300).default(0);
const longestPattern = 1_000;

/** Every scorer that can be chosen for a task set, with its options and their defaults. */
const schema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('exact'), ...text }),
  z.strictObject({ type: z.literal('any_of'), ...text }),
  z.strictObject({ type: z.literal('contains'), ...text, all: z.boolean().default(false) }),
  z.strictObject({
    type: z.literal('number'),
    abs: tolerance,
    rel: tolerance,
    from: z.enum(['whole', 'first', 'last']).default('whole'),
  }),
  z.strictObject({ type: z.literal('json'), ...text, extra_fields: z.enum(['refuse', 'ignore']).default('refuse') }),
  z.strictObject({
    type: z.literal('regex'),
    ...text,
    pattern: z
      .string()
      .min(1)
      .max(longestPattern)
      .superRefine((source, { addIssue }) => {
        const problem = patternProblem(source);
        if (problem !== undefined) addIssue(problem);
      })
      .optional(),
    match: z.enum(['first', 'last']).default('first'),
  }),
]);

/** A scorer with all of its options. */
export type ChosenScorer = z.output<typeof schema>;
export type ScorerType = ChosenScorer['type'];
export type ScorerOf<Type extends ScorerType> = Extract<ChosenScorer, { readonly type: Type }>;

const types = schema.options.map((option) => option.shape.type.value);

const refuse = (violations: readonly FieldViolation[]): never => {
  const [first] = violations;
  throw new DomainError('invalid_argument', `the scorer is not valid: ${first?.path} ${first?.message}`, violations);
};

const wordOf = (value: string): Json => {
  if (value === 'true' || value === 'false') return value === 'true';
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
};

/** `type` or `type:option=value,option=value`. */
const shortForm = (given: string): JsonObject => {
  const [type = '', ...rest] = given.split(':');
  const options = rest.join(':');
  const pairs = options === '' ? [] : options.split(',').map((pair) => pair.split(/=(.*)/su, 2));
  return {
    type: type.trim(),
    ...Object.fromEntries(pairs.map(([name = '', value = '']) => [name.trim(), wordOf(value)])),
  };
};

const longForm = (given: string): unknown => {
  try {
    return JSON.parse(given);
  } catch (error) {
    return refuse([{ path: 'scorer', message: `is not JSON: ${(error as Error).message}` }]);
  }
};

/** The scorer of this JSON, with every option. Throws DomainError `invalid_argument` naming what is wrong, by path. */
export const scorerOf = (value: unknown): ChosenScorer => {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  return refuse(
    read.error.issues.map(({ path, message, code }) => ({
      path: ['scorer', ...path].join('.'),
      message: code === 'invalid_union' ? `must be one of ${types.join(', ')}` : message,
    })),
  );
};

/**
 * Reads a scorer as people write it: `exact`, `number:abs=0.01,from=last`, or a JSON object with `type` and options (a pattern with a comma
 * needs that). An empty text: the role's own scorer. Throws DomainError `invalid_argument`; recall ranks documents and takes no other.
 */
export const readScorer = (given: string, role: Role): ChosenScorer | undefined => {
  if (given.trim() === '') return undefined;
  if (role === 'recall')
    refuse([{ path: 'scorer', message: 'cannot be chosen for role recall, which is scored by rank' }]);
  return scorerOf(given.trim().startsWith('{') ? longForm(given) : shortForm(given));
};
