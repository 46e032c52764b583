import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { addressVariable, calledServices } from '@ao/contracts';
import { startEmbeddedPostgres } from '@ao/postgres';
import { freePort, requireFreePort, startProblem } from '@ao/service';
import { startKafka, type Kafka } from './kafka.js';
import { serviceProcess, type ServiceProcess } from './service-process.js';
import { serviceSpecs } from './services.js';

/** How to run the cluster. */
export interface ClusterOptions {
  /** Folder of databases, records, logs and the token. */
  readonly dataDir: string;
  /** Ports of the gateway and of the services' gRPC; 0 or absent: free ones. */
  readonly gatewayPort?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Kafka, Postgres and every service as a process of its own, talking only gRPC and Kafka. */
export interface Cluster {
  /** "host:port" of the gateway. */
  readonly http: string;
  readonly adminToken: string;
  readonly tokenFile: string;
  readonly kafka: Kafka;
  service(name: string): ServiceProcess;
  /** Kills Postgres at once. */
  crashPostgres(): Promise<void>;
  /** Starts it again at the same port with the same data. */
  restorePostgres(): Promise<void>;
  stop(): Promise<void>;
}

const secret = (): string => randomBytes(24).toString('base64url');
const host = '127.0.0.1';

const portsFor = async (gatewayPort = 0): Promise<ReadonlyMap<string, { http: number; grpc: number }>> => {
  const ports = new Map<string, { http: number; grpc: number }>();
  for (const { name } of serviceSpecs) {
    const http = name === 'gateway' && gatewayPort > 0 ? gatewayPort : await freePort(host);
    ports.set(name, { http, grpc: await freePort(host) });
  }
  return ports;
};

const addresses = (ports: ReadonlyMap<string, { grpc: number }>): Record<string, string> =>
  Object.fromEntries(calledServices.map(({ name }) => [addressVariable(name), `${host}:${ports.get(name)?.grpc}`]));

const keepToken = (dataDir: string): { adminToken: string; tokenFile: string } => {
  mkdirSync(dataDir, { recursive: true });
  const tokenFile = join(dataDir, 'admin-token');
  const adminToken = process.env['AO_ADMIN_TOKEN'] ?? secret();
  writeFileSync(tokenFile, `${adminToken}\n`, { mode: 0o600 });
  return { adminToken, tokenFile };
};

/** The same over restarts of the cluster: receipts of answers are signed under the service's, and applications keep theirs. */
const keptToken = (dataDir: string, role: 'service' | 'application'): string => {
  const file = join(dataDir, `${role}-token`);
  if (!existsSync(file)) writeFileSync(file, `${secret()}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
};

const processesOf = async (
  environment: Readonly<Record<string, string>>,
  gatewayPort: number | undefined,
  logDir: string,
): Promise<ReadonlyMap<string, ServiceProcess>> => {
  const ports = await portsFor(gatewayPort);
  const shared = { ...addresses(ports), ...environment };
  return new Map(
    serviceSpecs.map(({ name, service }) => {
      const { http, grpc } = ports.get(name) as { http: number; grpc: number };
      return [name, serviceProcess({ name, service, httpPort: http, grpcPort: grpc, environment: shared, logDir })];
    }),
  );
};

const named = (services: ReadonlyMap<string, ServiceProcess>, name: string): ServiceProcess => {
  const found = services.get(name);
  if (!found) throw new Error(`there is no service "${name}": ${[...services.keys()].join(', ')}`);
  return found;
};

/** Where `ao` looks: the gateway, the gRPC that its commands call, and every service. */
const writeAddresses = (dataDir: string, services: ReadonlyMap<string, ServiceProcess>): void => {
  const all = Object.fromEntries([...services].map(([name, { http, grpc }]) => [name, { http, grpc }]));
  const { http } = named(services, 'gateway');
  const { grpc } = named(services, 'evaluation-harness');
  writeFileSync(join(dataDir, 'addresses.json'), `${JSON.stringify({ http, grpc, services: all })}\n`);
};

const end = (error: unknown): void => {
  process.stderr.write(`The cluster ends, as its Postgres cannot be started again: ${startProblem(error)}\n`);
  process.exit(1);
};

/** Starts everything; the services start together and find each other. */
export const startCluster = async ({
  dataDir: folder,
  gatewayPort,
  environment = {},
}: ClusterOptions): Promise<Cluster> => {
  const dataDir = resolve(folder);
  const { adminToken, tokenFile } = keepToken(dataDir);
  const postgresDir = join(dataDir, 'postgres');
  if (gatewayPort !== undefined) await requireFreePort(host, gatewayPort, 'AO_HTTP_PORT');
  // Postgres first: it says at once where the folder is in use.
  let postgres = await startEmbeddedPostgres({ dataDir: postgresDir, watch: { onLost: end } });
  const kafka = await startKafka(join(dataDir, 'kafka')).catch(async (error: unknown) => {
    await postgres.stop();
    throw error;
  });
  const shared = {
    AO_DATABASE_URL: postgres.url,
    KAFKA_BROKERS: kafka.brokers,
    AO_ADMIN_TOKEN: adminToken,
    AO_APPLICATION_TOKEN: process.env['AO_APPLICATION_TOKEN'] ?? keptToken(dataDir, 'application'),
    AO_SERVICE_TOKEN: keptToken(dataDir, 'service'),
    ...environment,
  };
  const services = await processesOf(shared, gatewayPort, join(dataDir, 'logs'));
  const all = [...services.values()];
  const stop = async (): Promise<void> => {
    await Promise.all(all.map((service) => service.stop()));
    await Promise.all([kafka.stop(), postgres.stop()]);
  };
  try {
    await Promise.all(all.map((service) => service.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  writeAddresses(dataDir, services);
  return {
    http: named(services, 'gateway').http,
    adminToken,
    tokenFile,
    kafka,
    service: (name) => named(services, name),
    crashPostgres: () => postgres.crash(),
    restorePostgres: async () => {
      postgres = await startEmbeddedPostgres({ dataDir: postgresDir, port: postgres.port });
    },
    stop,
  };
};
