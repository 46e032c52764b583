import { loadConfig } from '@ao/config';
import { environmentOf } from '@ao/service';
import { leasePolicy } from './lease-policy.service.js';

const env = {
  AO_DATABASE_URL: 'postgres://localhost/ao',
  KAFKA_BROKERS: 'k:9092',
  AO_ADMIN_TOKEN: '0123456789abcdef',
  AO_SERVICE_TOKEN: 'fedcba9876543210',
};
const source = (more: Record<string, string>): unknown =>
  leasePolicy.configure(loadConfig(environmentOf(leasePolicy), { ...env, ...more }));

it('takes the standard policies by default', () => expect(source({})).toEqual({ preset: 'standard' }));
it('takes a preset, a file and a list of hosts', () =>
  expect(
    source({
      AO_POLICY_PRESET: 'strict',
      AO_POLICY_FILE: '/etc/ao/own.cedar',
      AO_EGRESS_ALLOW: '127.0.0.1:*, agents:50051',
    }),
  ).toEqual({
    preset: 'strict',
    file: '/etc/ao/own.cedar',
    egressAllow: ['127.0.0.1:*', 'agents:50051'],
  }));
it('names what is wrong', () => {
  expect(() => source({ AO_POLICY_PRESET: 'loose' })).toThrow(/AO_POLICY_PRESET/);
  expect(() => source({ AO_EGRESS_ALLOW: 'example.com' })).toThrow(/AO_EGRESS_ALLOW.*"host:port" patterns/);
});
