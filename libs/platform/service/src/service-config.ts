import { z } from 'zod';
import { addressVariable, calledServices, type CalledServiceName } from '@ao/contracts';
import { address, addresses, integer, logLevel, port, postgresUrl, secret } from '@ao/config';

type AddressField = z.ZodDefault<typeof address>;

const addressFields = Object.fromEntries(
  calledServices.map(({ name }) => [
    addressVariable(name),
    address.default('127.0.0.1:8788').describe(`gRPC address of ${name}`),
  ]),
) as Record<ReturnType<typeof addressVariable<CalledServiceName>>, AddressField>;

/** The environment with the addresses' former names (AO_LEASE_ADDRESS) under those that followed (AO_LEASE_POLICY_ADDRESS). */
export const withCurrentNames = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    calledServices.flatMap((service) =>
      'formerAddressVariable' in service ? [[addressVariable(service.name), env[service.formerAddressVariable]]] : [],
    ),
  ),
  ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== '')),
});

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
  AO_APPLICATION_TOKEN: secret.optional().describe('Opens the ports to applications: asking slots, reporting outcomes'),
  AO_SERVICE_TOKEN: secret.describe("Opens the ports to the platform's own services"),
  ...addressFields,
});

export type ServiceConfig = z.output<typeof serviceConfig>;
