import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@ao/kernel';

/**
 * What a caller may do: an admin changes things, a viewer reads, an application asks slots and reports outcomes, a service is one of the
 * platform's own.
 */
export const accessRoles = ['admin', 'viewer', 'application', 'service'] as const;

export type AccessRole = (typeof accessRoles)[number];

/** The bearer tokens that open the ports. */
export interface AccessTokens {
  readonly admin: string;
  readonly viewer?: string;
  readonly application?: string;
  readonly service: string;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const same = (a: string, b: string | undefined): boolean => b !== undefined && timingSafeEqual(digest(a), digest(b));

/** The role of an `Authorization: Bearer ...` value; undefined when it opens nothing. Takes the same time for every wrong token. */
export const roleOf = (tokens: AccessTokens, authorization: string | undefined): AccessRole | undefined => {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  // Every token is compared, whichever matches: the time tells nothing.
  const matches = {
    service: same(token, tokens.service),
    admin: same(token, tokens.admin),
    viewer: same(token, tokens.viewer),
    application: same(token, tokens.application),
  };
  return (['service', 'admin', 'viewer', 'application'] as const).find((role) => matches[role]);
};

/** A service may do everything, an admin everything but what is for services alone, the others what names them. */
export const mayDo = (role: AccessRole, needed: readonly AccessRole[]): boolean =>
  role === 'service' || needed.includes(role) || (role === 'admin' && needed.some((each) => each !== 'service'));

/** The refusal of a role. */
export const forbidden = (role: AccessRole, needed: readonly AccessRole[]): DomainError =>
  new DomainError('permission_denied', `this needs the role ${needed.join(' or ')}; the token has the role ${role}`);
