import { z } from 'zod';
import { speakOwnWords } from './issue-words.js';

beforeAll(speakOwnWords);
afterAll(() => void z.config({ customError: undefined }));

const kinds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('a'), n: z.number() }),
  z.strictObject({ kind: z.literal('b') }),
]);

it.each<[string, z.ZodType, unknown, string]>([
  ['a missing text', z.object({ a: z.string() }), {}, 'is required: it must be a text'],
  ['another type', z.string(), 7, 'must be a text, not 7'],
  ['half a number', z.int(), 1.5, 'must be a whole number, not 1.5'],
  ['a text for a number', z.coerce.number(), 'abc', 'must be a number'],
  ['too few', z.number().min(1), 0, 'must be at least 1, not 0'],
  ['too many', z.number().max(1), 3, 'must be at most 1, not 3'],
  ['nothing', z.string().min(1), '', 'must not be empty'],
  ['a short text', z.string().min(3), 'ab', 'must have at least 3 characters'],
  ['a long text', z.string().max(1), 'ab', 'must have at most 1 character'],
  ['a long list', z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 entry'],
  ['another word', z.enum(['a', 'b']), 'c', 'must be one of a, b, not "c"'],
  ['another flag', z.boolean(), 'yes', 'must be true or false, not "yes"'],
  ['another kind', kinds, { kind: 'c' }, 'must be one of a, b, not "c"'],
  ['no kind', kinds, {}, 'is required: it must be one of a, b'],
  ['no UUID', z.uuid(), 'x', 'must be a UUID, not "x"'],
  ['a list for an object', z.object({}), [], 'must be an object, not []'],
  ['a long value', z.number(), 'x'.repeat(200), `must be a number, not "${'x'.repeat(59)}…`],
])('says of %s what would be right', (_, schema, value, message) => {
  expect(schema.safeParse(value).error?.issues[0]?.message).toBe(message);
});

it('leaves a schema its own words', () => {
  expect(z.string('must be a name').safeParse(7).error?.issues[0]?.message).toBe('must be a name');
});
