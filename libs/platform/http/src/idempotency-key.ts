import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError, lengthDemand, textLimits } from '@ao/kernel';

const header = 'Idempotency-Key';
const quoted = /^"((?:[^"\\]|\\["\\])*)"$/u;

const refused = (message: string): DomainError =>
  new DomainError('invalid_argument', `the header ${header} is not valid: it ${message}`, [{ path: header, message }]);

const unquoted = (text: string): string => quoted.exec(text)?.[1]?.replaceAll(/\\(["\\])/gu, '$1') ?? text;

/**
 * The key that a header means: a Structured Field String ("8e03978e") as the IETF draft has it, or the same without its quotes. Undefined: no
 * header. Throws DomainError `invalid_argument`.
 */
export const parseIdempotencyKey = (value: string | readonly string[] | undefined): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw refused('must be sent once');
  const key = unquoted(value.trim());
  if (key === '' || key.length > textLimits.idempotencyKey) throw refused(lengthDemand(1, textLimits.idempotencyKey));
  if (!/^[\x20-\x7e]+$/u.test(key)) throw refused('must hold visible ASCII characters');
  return key;
};

/** Handler parameter: the request's Idempotency-Key; undefined where none was sent. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | string[] | undefined> }>();
  return parseIdempotencyKey(headers[header.toLowerCase()]);
});

/** The body with the key of the header, which means the same as the body's own. Throws DomainError `invalid_argument` where the two differ. */
export const withIdempotencyKey = <Body extends { readonly idempotency_key?: string | undefined }>(
  body: Body,
  key: string | undefined,
): Body => {
  if (key === undefined) return body;
  if (body.idempotency_key !== undefined && body.idempotency_key !== key)
    throw new DomainError('invalid_argument', `the header ${header} and the body's idempotency_key differ`, [
      { path: 'idempotency_key', message: `send one of them, or the same in both: the header says "${key}"` },
    ]);
  return { ...body, idempotency_key: key };
};
