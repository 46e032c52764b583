import { z } from 'zod';
import { address, addresses, integer, logLevel, port, postgresUrl, secret } from '@ao/config';

/** What every service's process reads from its environment; a service adds its own. */
export const serviceConfig = z.object({
  AO_DATABASE_URL: postgresUrl.describe('Postgres of this service, postgres://user:password@host:port/database'),
  AO_DATABASE_CONNECTIONS: integer(2, 200).default(10).describe('Most connections to Postgres'),
  KAFKA_BROKERS: addresses.describe('Kafka brokers, host:port[,host:port]'),
  AO_HOST: z.string().default('127.0.0.1').describe('Interface to listen on; 0.0.0.0 in a container'),
  AO_GRPC_PORT: port.default(8788).describe('gRPC port; 0 picks a free one'),
  AO_HTTP_PORT: port
    .default(8787)
    .describe('HTTP port: probes and metrics, and the API at the gateway; 0 picks a free one'),
  AO_LOG_LEVEL: logLevel.default('info').describe('How much is logged'),
  AO_ADMIN_TOKEN: secret.describe('Opens the ports to administrators'),
  AO_VIEWER_TOKEN: secret.optional().describe('Opens the ports to readers'),
  AO_SERVICE_TOKEN: secret.describe("Opens the ports to the platform's own services"),
  AO_ORCHESTRATOR_ADDRESS: address.default('127.0.0.1:8788').describe('gRPC address of the orchestrator'),
  AO_EVALUATION_ADDRESS: address.default('127.0.0.1:8788').describe('gRPC address of the evaluation harness'),
  AO_LEASE_ADDRESS: address.default('127.0.0.1:8788').describe('gRPC address of lease-policy'),
  AO_LOGIC_ADDRESS: address.default('127.0.0.1:8788').describe('gRPC address of logic-unit'),
  AO_STATE_ADDRESS: address.default('127.0.0.1:8788').describe('gRPC address of the projection'),
  AO_COGNITION_ADDRESS: address.default('127.0.0.1:8788').describe('gRPC address of the cognitive stack'),
});

export type ServiceConfig = z.output<typeof serviceConfig>;
