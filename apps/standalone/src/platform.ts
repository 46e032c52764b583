import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { localBus } from '@ao/event-bus';
import { connect, startEmbeddedPostgres, type ServerWatch } from '@ao/postgres';
import { createLogger, type Logger } from '@ao/observability';
import {
  freePort,
  peersAt,
  requireFreePort,
  startApplication,
  startProblem,
  type Application,
  type RunningService,
  type Service,
  type ServiceRuntime,
} from '@ao/service';
import { allServices } from './services.js';
import type { StandaloneConfig } from './standalone.settings.js';
import { keptTokens } from './tokens.js';

/** The running platform. */
export interface Platform {
  readonly http: string;
  readonly grpc: string;
  readonly adminTokenFile: string;
  readonly dataDir: string;
  /** URL of its Postgres, password included: for tools that look at the tables. */
  readonly database: string;
  readonly logger: Logger;
  stop(): Promise<void>;
}

const servicesOn = (runtime: ServiceRuntime, config: StandaloneConfig): RunningService[] =>
  (allServices as readonly Service[]).map((service) => service.on(runtime, service.configure(config)));

/** Ports of 0 become free ones; then the whole platform starts in this process. */
const start = async (
  config: StandaloneConfig,
  database: string,
  logger: Logger,
  access: ServiceRuntime['access'],
): Promise<{ application: Application; close(): Promise<void> }> => {
  const host = config.AO_HOST;
  const grpcPort = config.AO_GRPC_PORT || (await freePort(host));
  const sql = connect({ url: database, max: config.AO_DATABASE_CONNECTIONS, applicationName: 'standalone' });
  // The bus has connections of its own: a relay holds one of the services' while it publishes.
  const busSql = connect({ url: database, max: 8, applicationName: 'bus' });
  const bus = localBus({ sql: busSql, logger: logger.child({ service: 'bus' }) });
  const runtime: ServiceRuntime = {
    name: 'standalone',
    sql,
    bus,
    logger,
    peers: peersAt(`${host}:${grpcPort}`),
    serviceToken: access.service,
    access,
  };
  const application = await startApplication({
    runtime,
    services: servicesOn(runtime, config),
    host,
    httpPort: config.AO_HTTP_PORT,
    grpcPort,
  });
  return {
    application,
    close: async () => {
      await application.stop();
      await busSql.end({ timeout: 5 });
    },
  };
};

/** A database that dies is started again; where that is not possible, nothing works, and the process says so and ends. */
const databaseWatch = (logger: Logger): ServerWatch => {
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  return {
    onDeath: (reason) => {
      logger.error({ reason }, 'Postgres has ended; it is started again');
      tell('Postgres has ended by itself; it is started again ...');
    },
    onRestart: () => {
      logger.info('Postgres runs again');
      tell('Postgres runs again.');
    },
    onLost: (error) => {
      logger.fatal({ err: error }, 'Postgres cannot be started again');
      tell(`The platform ends, as its Postgres cannot be started again: ${startProblem(error)}`);
      process.exit(1);
    },
  };
};

/** Starts every service in this process, on an embedded Postgres and the local bus. */
export const startPlatform = async (config: StandaloneConfig): Promise<Platform> => {
  const dataDir = resolve(config.AO_DATA_DIR);
  // Before anything is made or started: the answer comes at once.
  await requireFreePort(config.AO_HOST, config.AO_HTTP_PORT, 'AO_HTTP_PORT');
  await requireFreePort(config.AO_HOST, config.AO_GRPC_PORT, 'AO_GRPC_PORT');
  mkdirSync(dataDir, { recursive: true });
  const logger = createLogger({ level: config.AO_LOG_LEVEL, file: join(dataDir, 'platform.log') });
  const { access, adminTokenFile } = keptTokens(dataDir, {
    admin: config.AO_ADMIN_TOKEN,
    viewer: config.AO_VIEWER_TOKEN,
    application: config.AO_APPLICATION_TOKEN,
  });
  const postgres = await startEmbeddedPostgres({
    dataDir: join(dataDir, 'postgres'),
    durable: config.AO_DURABLE,
    watch: databaseWatch(logger),
  });
  try {
    const { application, close } = await start(config, postgres.url, logger, access);
    const platform = {
      http: application.http,
      grpc: application.grpc,
      adminTokenFile,
      dataDir,
      database: postgres.url,
      logger,
    };
    writeFileSync(join(dataDir, 'addresses.json'), `${JSON.stringify({ http: platform.http, grpc: platform.grpc })}\n`);
    return {
      ...platform,
      stop: async () => {
        await close();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
};
