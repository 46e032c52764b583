import { parseIdempotencyKey, withIdempotencyKey } from './idempotency-key.js';

it.each([
  [undefined, undefined],
  ['"8e03978e-40d5"', '8e03978e-40d5'],
  ['8e03978e-40d5', '8e03978e-40d5'],
  [' "say \\"hi\\" \\\\" ', 'say "hi" \\'],
])('reads %s', (value, key) => expect(parseIdempotencyKey(value)).toBe(key));

it.each([
  ['nothing', ''],
  ['an empty string', '""'],
  ['too much', 'x'.repeat(201)],
  ['control characters', 'a\u0007b'],
  ['two headers', ['a', 'b']],
])('refuses %s', (_, value) => {
  expect(() => parseIdempotencyKey(value)).toThrow(
    expect.objectContaining({
      code: 'invalid_argument',
      violations: [expect.objectContaining({ path: 'Idempotency-Key' })],
    }),
  );
});

it('means the same in the header and in the body', () => {
  const body: { kind: string; idempotency_key?: string } = { kind: 'x' };
  expect(withIdempotencyKey(body, 'k')).toEqual({ kind: 'x', idempotency_key: 'k' });
  expect(withIdempotencyKey({ ...body, idempotency_key: 'k' }, 'k')).toEqual({ kind: 'x', idempotency_key: 'k' });
  expect(withIdempotencyKey({ ...body, idempotency_key: 'b' }, undefined)).toEqual({ kind: 'x', idempotency_key: 'b' });
  expect(() => withIdempotencyKey({ ...body, idempotency_key: 'b' }, 'k')).toThrow(/differ/);
});
