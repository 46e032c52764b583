import { loadConfig } from '@ao/config';
import { serviceConfig, withCurrentNames } from './service-config.js';

const required = {
  AO_DATABASE_URL: 'postgres://localhost/ao',
  KAFKA_BROKERS: 'a:1',
  AO_ADMIN_TOKEN: '0123456789abcdef',
  AO_SERVICE_TOKEN: '0123456789abcdef',
};

it("reads an address under its service's name", () => {
  const config = loadConfig(serviceConfig, { ...required, AO_LEASE_POLICY_ADDRESS: 'lease:1' });
  expect(config).toMatchObject({ AO_LEASE_POLICY_ADDRESS: 'lease:1', AO_PROJECTION_ADDRESS: '127.0.0.1:8788' });
});

it('still reads the former name, and prefers the current one', () => {
  const read = (env: NodeJS.ProcessEnv): string =>
    loadConfig(serviceConfig, withCurrentNames({ ...required, ...env })).AO_PROJECTION_ADDRESS;
  expect(read({ AO_STATE_ADDRESS: 'old:1' })).toBe('old:1');
  expect(read({ AO_STATE_ADDRESS: 'old:1', AO_PROJECTION_ADDRESS: 'new:1' })).toBe('new:1');
  expect(read({ AO_STATE_ADDRESS: 'old:1', AO_PROJECTION_ADDRESS: '' })).toBe('old:1');
});
