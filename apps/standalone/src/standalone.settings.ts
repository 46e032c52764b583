import { z } from 'zod';
import { flag, integer, logLevel, port, secret } from '@ao/config';
import { allServices } from './services.js';

type Shapes = (typeof allServices)[number]['environment'];
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** What the services read besides what every process does. */
const servicesEnvironment = Object.assign(
  {},
  ...allServices.map(({ environment }) => environment),
) as Intersection<Shapes>;

/** What the one-process platform reads from its environment. */
export const standaloneConfig = z.object({
  AO_HOST: z.string().default('127.0.0.1').describe('Interface to listen on'),
  AO_HTTP_PORT: port.default(8787).describe('HTTP port; 0 picks a free one'),
  AO_GRPC_PORT: port.default(8788).describe('gRPC port; 0 picks a free one'),
  AO_DATA_DIR: z.string().default('.ao').describe('Folder of the database, the tokens and the log'),
  AO_ADMIN_TOKEN: secret.optional().describe('Opens the ports to administrators; made at the first start where absent'),
  AO_VIEWER_TOKEN: secret.optional().describe('Opens the ports to readers'),
  AO_APPLICATION_TOKEN: secret.optional().describe('Opens the ports to applications: asking slots, reporting outcomes'),
  AO_LOG_LEVEL: logLevel.default('info').describe('How much is logged'),
  AO_OUTPUT: z
    .enum(['text', 'json'])
    .default('text')
    .describe('How the addresses are printed: for people, or one JSON line'),
  AO_DATABASE_CONNECTIONS: integer(4, 200).default(24).describe('Most connections to the embedded Postgres'),
  ...servicesEnvironment,
  AO_DURABLE: flag.default(true).describe('0: faster, and a crash of the machine may lose data; for tests'),
});

export type StandaloneConfig = z.output<typeof standaloneConfig>;
