import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { isName, names } from '@ao/kernel';
import { v7 as uuid } from 'uuid';
import type { AccessRole } from '@ao/rpc';

/** Who calls, and the story that the call belongs to. */
export interface CallerContext {
  readonly corrId: string;
  /** "user:admin", "user:viewer", or "service:http" for the platform's own token. */
  readonly subject: string;
  readonly role: AccessRole;
}

interface Request {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const corrIds = new WeakMap<object, string>();
const roles = new WeakMap<object, AccessRole>();

const sent = ({ headers }: Request): string | undefined =>
  [headers['corr-id'], headers['x-correlation-id']].find((value): value is string =>
    isName(names.correlationId, value),
  );

/** The request's corr_id: header `corr-id` or `X-Correlation-Id` where it is valid (at most 128 of letters, digits, `_.:/-`), else a new one. */
export const corrIdOf = (request: Request): string => {
  const known = corrIds.get(request) ?? sent(request) ?? uuid();
  corrIds.set(request, known);
  return known;
};

/** Notes what the request's token may do. */
export const admit = (request: object, role: AccessRole): void => void roles.set(request, role);

/** The caller of an admitted request. */
export const callerOf = (request: Request): CallerContext => {
  const role = roles.get(request) ?? 'viewer';
  return { corrId: corrIdOf(request), subject: role === 'service' ? 'service:http' : `user:${role}`, role };
};

/** Handler parameter: the CallerContext. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<Request>()),
);
