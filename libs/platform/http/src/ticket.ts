import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { accessRoles, type AccessRole } from '@ao/rpc';

/** Milliseconds for which a ticket opens a route. */
export const ticketLifeMs = 60_000;

/** A ticket and when it ends. */
export interface Ticket {
  readonly ticket: string;
  /** ISO 8601. */
  readonly expires_at: string;
}

const key = (secret: string): Buffer => createHmac('sha256', secret).update('ao: tickets of event streams').digest();
const signed = (secret: string, claims: string): string =>
  createHmac('sha256', key(secret)).update(claims).digest('base64url');

/** A ticket for a caller of that role: `v1.<claims>.<HMAC-SHA-256>`, good for a minute at every process that has the secret. */
export const issueTicket = (secret: string, role: AccessRole, nowMs: number): Ticket => {
  const expires = nowMs + ticketLifeMs;
  const claims = Buffer.from(JSON.stringify([role, expires, randomBytes(9).toString('base64url')])).toString(
    'base64url',
  );
  return { ticket: `v1.${claims}.${signed(secret, claims)}`, expires_at: new Date(expires).toISOString() };
};

/** The role that a ticket gives; undefined for one that was never issued under this secret, or is over. */
export const roleOfTicket = (secret: string, ticket: string, nowMs: number): AccessRole | undefined => {
  const [, claims = '', mac = ''] = /^v1\.([\w-]{1,200})\.([\w-]{43})$/u.exec(ticket) ?? [];
  if (mac === '' || !timingSafeEqual(Buffer.from(mac), Buffer.from(signed(secret, claims)))) return undefined;
  const [role, expires] = JSON.parse(Buffer.from(claims, 'base64url').toString()) as [AccessRole, number];
  return expires > nowMs && accessRoles.includes(role) ? role : undefined;
};
