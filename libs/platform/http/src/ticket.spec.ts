import fc from 'fast-check';
import { accessRoles } from '@ao/rpc';
import { issueTicket, roleOfTicket, ticketLifeMs } from './ticket.js';

const secret = 'service-token-0123456789';
const now = Date.UTC(2026, 10, 30);

it.each(accessRoles)('gives the role %s for a minute', (role) => {
  const { ticket, expires_at } = issueTicket(secret, role, now);
  expect(roleOfTicket(secret, ticket, now)).toBe(role);
  expect(roleOfTicket(secret, ticket, now + ticketLifeMs - 1)).toBe(role);
  expect(roleOfTicket(secret, ticket, now + ticketLifeMs)).toBeUndefined();
  expect(expires_at).toBe(new Date(now + ticketLifeMs).toISOString());
});

it('opens nothing under another secret', () => {
  expect(roleOfTicket('another-secret-012345', issueTicket(secret, 'viewer', now).ticket, now)).toBeUndefined();
});

it('opens nothing when one character is another, or for any other text', () => {
  const { ticket } = issueTicket(secret, 'viewer', now);
  fc.assert(
    fc.property(fc.nat(ticket.length - 1), fc.constantFrom(...'AbZ9-_.'), (at, character) => {
      const changed = `${ticket.slice(0, at)}${character}${ticket.slice(at + 1)}`;
      // The last character of the code holds four bits that count: another one may mean the same bytes.
      fc.pre(changed !== ticket);
      expect(roleOfTicket(secret, changed, now)).toBeUndefined();
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => expect(roleOfTicket(secret, text, now)).toBeUndefined()));
});
