import { names } from '@ao/kernel';
import { z } from 'zod';

/** Comma-separated patterns such as "127.0.0.1:*,agents.example.com:443"; "*" is every host, "none" is no host. */
export const allowList = z
  .string()
  .transform((text) => (text.trim() === 'none' ? [] : text.split(',').map((part) => part.trim().toLowerCase())))
  .pipe(z.array(z.string().regex(names.hostPattern.pattern, names.hostPattern.demand)));

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
