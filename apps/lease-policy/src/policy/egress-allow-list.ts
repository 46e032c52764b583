import { z } from 'zod';

/** "host:port" where either may hold the wildcard *; also an IPv6 address in brackets. */
const pattern = /^(\[[0-9a-f:*]+\]|[a-z0-9._*-]+):(\d{1,5}|\*)$|^\*$/;

/** Comma-separated patterns such as "127.0.0.1:*,agents.example.com:443"; "*" is every host, "none" is no host. */
export const allowList = z
  .string()
  .transform((text) => (text.trim() === 'none' ? [] : text.split(',').map((part) => part.trim().toLowerCase())))
  .pipe(z.array(z.string().regex(pattern, 'must hold "host:port" patterns such as "127.0.0.1:*", or be "none"')));

/** The Cedar text that forbids calls to every host that no pattern matches. */
export const egressPolicy = (patterns: readonly string[]): string => {
  const matches = patterns.map((each) => `resource.address like "${each}"`);
  return `
@id("egress.allow-list")
@reason("calls go out only to hosts on the egress allow-list: ${patterns.length === 0 ? 'none' : patterns.join(', ')}")
forbid (
  principal,
  action == Action::"egress.call",
  resource
)
unless { ${matches.length === 0 ? 'false' : matches.join(' || ')} };
`;
};
