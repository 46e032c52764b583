import { names } from '@ao/kernel';
import { z } from 'zod';

/** A TCP port; 0 picks a free one. */
export const port = z.coerce.number('must be a port, 0 to 65535').int('must be a whole number').min(0).max(65535);

/** "host:port". */
export const address = z.string().regex(names.hostAndPort.pattern, names.hostAndPort.demand);

/** Comma-separated "host:port" list. */
export const addresses = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part.length > 0),
  )
  .pipe(z.array(address).min(1, 'must name at least one "host:port"'));

/** A secret that opens a port: long enough not to be guessed. */
export const secret = z.string().min(16, 'must have at least 16 characters');

/** A postgres:// address. */
export const postgresUrl = z.string().regex(/^postgres(ql)?:\/\/.+/, 'must be a postgres:// address');

/** How much is logged. */
export const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

/** A whole number in a range. */
export const integer = (min: number, max: number): z.ZodCoercedNumber =>
  z.coerce.number().int('must be a whole number').min(min).max(max);

/** "1", "true", "0" or "false". */
export const flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true');

const origin = /^https?:\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/;

/** "https://host[:port][,...]" or "*": the origins of pages, as browsers write them. */
export const origins = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim().toLowerCase()))
  .refine((all) => all.every((each) => each === '*' || origin.test(each)), {
    error: 'must be origins such as https://board.example.org:8443, with commas between them and no path, or *',
  });
