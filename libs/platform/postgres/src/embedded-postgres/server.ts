import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { DomainError } from '@ao/kernel';
import type { Account } from './account.js';
import { isReady, within } from './postmaster.js';

/** What one run of the server needs. */
export interface ServerOptions {
  readonly postgres: string;
  readonly cluster: string;
  readonly log: string;
  readonly account: Account;
  readonly port: number;
  readonly durable: boolean;
  /** Removed once the server has stopped. */
  readonly discard?: string;
}

/** A server that runs. Closing its standard input stops it, so it stops when this process is killed, too. */
export interface Server {
  /** Closes the pipe that keeps the server running. */
  release(): void;
  /** True once the server has stopped and all is cleared away. */
  gone(): boolean;
  /** Resolves then. */
  readonly ended: Promise<void>;
}

/**
 * The server's parent: it stops the server as soon as the pipe from our process closes, however our process ends, and then clears
 * away what is not to be kept. A process group of its own keeps the terminal's Ctrl-C away from the server.
 */
const keeper = `
discard=$1; shift
exec 3<&0
"$@" 3<&- </dev/null & server=$!
{ read -r _ <&3; kill -INT $server; } 2>/dev/null & pipe=$!
wait $server; status=$?
kill $pipe 2>/dev/null
[ -z "$discard" ] || rm -rf "$discard"
exit $status`;

const settings = ({ port, durable }: ServerOptions): string[] => {
  const lasting = {
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_connections: '200',
    log_min_messages: 'log',
    log_checkpoints: 'off',
  };
  const fleeting = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum_naptime: '1h',
    max_wal_size: '256MB',
  };
  const all = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    ...lasting,
    ...(durable ? {} : fleeting),
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
};

const launch = (options: ServerOptions): Server => {
  const { postgres, cluster, account, discard = '' } = options;
  const log = openSync(options.log, 'w');
  const command = [postgres, '-D', cluster, ...settings(options)];
  const [program, ...args] =
    process.platform === 'win32' ? command : ['/bin/sh', '-c', keeper, 'keeper', discard, ...command];
  const child = spawn(program as string, args, {
    ...account,
    cwd: cluster,
    detached: true,
    stdio: ['pipe', log, log],
    env: { ...process.env, LC_ALL: 'C' },
  });
  closeSync(log);
  return serverOf(child);
};

/** Nothing here keeps our process alive: where it ends, the server ends. */
const serverOf = (child: ChildProcess): Server => {
  const pipe = child.stdin as Socket;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let gone = false;
  const end = (): void => {
    gone = true;
    resolve();
  };
  child.once('exit', end).once('error', end).unref();
  pipe.on('error', () => undefined).unref();
  return { ended, gone: () => gone, release: () => (process.platform === 'win32' ? child.kill() : pipe.end()) };
};

/** A port that nobody listens on right now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** The last lines of a server's log. */
export const endOfLog = (log: string): string => {
  try {
    return readFileSync(log, 'utf8').trim().slice(-2000) || 'no reason in its log';
  } catch {
    return 'it has no log';
  }
};

/** Starts the server and waits until it takes connections; a recovery after a crash may take a while. */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const server = launch(options);
  await within(120_000, () => server.gone() || isReady(options.cluster));
  if (!server.gone() && isReady(options.cluster)) return server;
  server.release();
  throw new DomainError('internal', `Postgres did not start in ${options.cluster}: ${endOfLog(options.log)}`);
};

/** Where the log of a data directory's server goes; each start begins it anew. */
export const logFile = (dataDir: string): string => join(dataDir, 'postgres.log');
