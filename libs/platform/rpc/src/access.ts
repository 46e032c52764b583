import { createHash, timingSafeEqual } from 'node:crypto';

/** What a caller may do: an admin changes things, a viewer reads, a service is one of the platform's own. */
export type AccessRole = 'admin' | 'viewer' | 'service';

/** The bearer tokens that open the ports. */
export interface AccessTokens {
  readonly admin: string;
  readonly viewer?: string;
  readonly service: string;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const same = (a: string, b: string | undefined): boolean => b !== undefined && timingSafeEqual(digest(a), digest(b));

/** The role of an `Authorization: Bearer ...` value; undefined when it opens nothing. Takes the same time for every wrong token. */
export const roleOf = (tokens: AccessTokens, authorization: string | undefined): AccessRole | undefined => {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  const matches = {
    service: same(token, tokens.service),
    admin: same(token, tokens.admin),
    viewer: same(token, tokens.viewer),
  };
  return (['service', 'admin', 'viewer'] as const).find((role) => matches[role]);
};

/** An admin may do what a viewer may; a service may do everything. */
export const mayDo = (role: AccessRole, needed: AccessRole): boolean =>
  role === 'service' || role === needed || (role === 'admin' && needed === 'viewer');
