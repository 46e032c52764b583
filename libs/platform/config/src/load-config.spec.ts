import { z } from 'zod';
import { addresses, flag, integer, loadConfig, port, postgresUrl, secret } from './index.js';

const schema = z.object({
  AO_HTTP_PORT: port.default(8787),
  AO_DATABASE_URL: postgresUrl,
  AO_TOKEN: secret,
  KAFKA_BROKERS: addresses.optional(),
  AO_WORKERS: integer(1, 64).default(2),
  AO_FLAG: flag.default(false),
});
const valid = { AO_DATABASE_URL: 'postgres://localhost/ao', AO_TOKEN: '0123456789abcdef' };

it('reads types and defaults', () => {
  const config = loadConfig(schema, { ...valid, KAFKA_BROKERS: 'a:1, b:2', AO_FLAG: '1', AO_HTTP_PORT: '' });
  expect(config).toMatchObject({ AO_HTTP_PORT: 8787, AO_WORKERS: 2, KAFKA_BROKERS: ['a:1', 'b:2'], AO_FLAG: true });
});

it('names every variable that is wrong and says what would be right', () => {
  const load = (): unknown => loadConfig(schema, { AO_TOKEN: 'short', AO_HTTP_PORT: '70000', AO_WORKERS: '1.5' });
  expect(load).toThrow(/AO_HTTP_PORT/);
  expect(load).toThrow(/AO_TOKEN: must have at least 16 characters/);
  expect(load).toThrow(/AO_DATABASE_URL/);
  expect(load).toThrow(/AO_WORKERS: must be a whole number/);
});
