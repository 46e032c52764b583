import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { DomainError, isDomainError } from '@ao/kernel';
import { postgresAccount } from './account.js';
import { postgresBinaries } from './binaries.js';
import { clusterHome, clusterPassword, ensureCluster } from './cluster.js';
import { claim } from './owner.js';
import { killServer, stopOrphan, within } from './postmaster.js';
import { keepRunning, type ServerWatch } from './restart.js';
import { endOfLog, freePort, logFile, startServer, type Server, type ServerOptions } from './server.js';

/** How to run the embedded Postgres. */
export interface EmbeddedPostgresOptions {
  /** Holds the database, its password and its log; made where it is missing. One running process at a time. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; 0 or absent: a free one. */
  readonly port?: number;
  /** False: the database is deleted when it stops, even when this process is killed. Default true. */
  readonly persistent?: boolean;
  /** False: faster, but a crash of the machine or of Postgres may lose or damage the database. Default true. */
  readonly durable?: boolean;
  /** Who is told where the server ends by itself; it is then started again, where it is persistent. */
  readonly watch?: ServerWatch;
}

/** A real Postgres server on 127.0.0.1, for the life of this process at most. */
export interface EmbeddedPostgres {
  /** With user and password; its database is `postgres`. */
  readonly url: string;
  readonly port: number;
  /** Ends all sessions, writes everything to disk, stops. Idempotent. */
  stop(): Promise<void>;
  /** Kills the server at once, as a crash would; for tests. A new start on the directory recovers. */
  crash(): Promise<void>;
}

const stopServer = async (server: Server, cluster: string): Promise<void> => {
  server.release();
  if (!(await within(30_000, server.gone))) await stopOrphan(cluster);
};

const crashServer = async (server: Server, cluster: string): Promise<void> => {
  await killServer(cluster);
  await within(30_000, server.gone);
};

const isPortTaken = (error: unknown): boolean =>
  isDomainError(error, 'internal') && error.message.includes('Address already in use');

const startOnFreePort = async (options: ServerOptions, attempts = 5): Promise<{ server: Server; port: number }> => {
  const port = options.port || (await freePort());
  try {
    return { server: await startServer({ ...options, port }), port };
  } catch (error) {
    if (options.port || attempts <= 1 || !isPortTaken(error)) throw error;
    return startOnFreePort(options, attempts - 1);
  }
};

/** After a death: what is left of the server is cleared away first. A database that is not kept went with it. */
const restartServer = async (options: ServerOptions): Promise<Server> => {
  if (options.discard !== undefined)
    throw new DomainError('internal', 'its database was not to be kept, and went with it');
  await stopOrphan(options.cluster);
  return startServer(options);
};

const prepare = async (dataDir: string, durable: boolean) => {
  const account = postgresAccount();
  const binaries = postgresBinaries(account);
  const password = clusterPassword(dataDir);
  const home = clusterHome(dataDir, account);
  const cluster = ensureCluster({ home, binaries, account, password, durable });
  await stopOrphan(cluster);
  return { account, binaries, password, home, cluster };
};

/**
 * Starts the Postgres that comes from npm on a data directory. A server that a killed process left on it is stopped first; a
 * directory that a living process uses is refused with DomainError `failed_precondition`.
 */
export const startEmbeddedPostgres = async ({
  dataDir,
  port = 0,
  persistent = true,
  durable = true,
  watch = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const root = resolve(dataDir);
  mkdirSync(root, { recursive: true });
  const release = claim(root);
  try {
    const { account, binaries, password, home, cluster } = await prepare(root, durable);
    const options = {
      postgres: binaries.postgres,
      cluster,
      log: logFile(root),
      account,
      port,
      durable,
      ...(persistent ? {} : { discard: home }),
    };
    const running = await startOnFreePort(options);
    const kept = keepRunning(
      running.server,
      { start: () => restartServer({ ...options, port: running.port }), lastWords: () => endOfLog(options.log) },
      watch,
    );
    let ending: Promise<void> | undefined;
    const finish = async (way: (server: Server, cluster: string) => Promise<void>): Promise<void> => {
      await kept.end();
      await way(kept.current(), cluster);
      release();
      if (!persistent) rmSync(root, { recursive: true, force: true });
    };
    const end = (way: (server: Server, cluster: string) => Promise<void>) => (): Promise<void> =>
      (ending ??= finish(way));
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${running.port}/postgres`,
      port: running.port,
      stop: end(stopServer),
      crash: end(crashServer),
    };
  } catch (error) {
    release();
    throw error;
  }
};
