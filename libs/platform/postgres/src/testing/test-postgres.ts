import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded-postgres/embedded-postgres.js';

/** A Postgres of one test suite. */
export interface TestPostgres {
  /** Of a fresh, empty database. Stays the same over `restart`. */
  readonly url: string;
  /** Kills the server as a crash would; `restart` brings it back. */
  crash(): Promise<void>;
  /** Starts the server again, on the same port, after `crash` or `pause`. */
  restart(): Promise<void>;
  /** Stops the server gently, keeping its data. */
  pause(): Promise<void>;
  /** Stops the server and deletes its data. */
  stop(): Promise<void>;
}

export interface TestPostgresOptions {
  /** True: everything committed is on disk, and the data outlives `crash`. Slower; for tests that crash. Default false. */
  readonly durable?: boolean;
}

const version = (): string => {
  const main = require.resolve('embedded-postgres');
  return (JSON.parse(readFileSync(join(dirname(dirname(main)), 'package.json'), 'utf8')) as { version: string })
    .version;
};

/** An empty cluster to copy, made once for each machine: a copy starts in a third of the time that a new cluster needs. */
const template = async (): Promise<string> => {
  const path = join(tmpdir(), `ao-test-postgres-${version()}-${process.getuid?.() ?? 'user'}`);
  if (existsSync(path)) return path;
  const draft = mkdtempSync(join(tmpdir(), 'ao-test-postgres-draft-'));
  chmodSync(draft, 0o711);
  await (await startEmbeddedPostgres({ dataDir: draft, durable: false })).stop();
  try {
    renameSync(draft, path);
  } catch {
    // Another test process was faster.
    rmSync(draft, { recursive: true, force: true });
  }
  return path;
};

/** Memory instead of the disk where the system offers enough of it: the copy takes a tenth of the time. */
const fastFolder = (): string => {
  const shared = '/dev/shm';
  if (!existsSync(shared)) return tmpdir();
  const { bavail, bsize } = statfsSync(shared);
  return bavail * bsize > 2 ** 31 ? shared : tmpdir();
};

/**
 * Starts a real Postgres for one suite, in about half a second, with `beforeAll`; stop it with `afterAll`. Where the test process is
 * killed instead, the server stops by itself.
 */
export const testPostgres = async ({ durable = false }: TestPostgresOptions = {}): Promise<TestPostgres> => {
  const dataDir = mkdtempSync(join(durable ? tmpdir() : fastFolder(), 'ao-test-postgres-run-'));
  execFileSync('cp', ['-a', `${await template()}/.`, dataDir]);
  const start = (port?: number): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ dataDir, durable, persistent: durable, ...(port === undefined ? {} : { port }) });
  let server = await start();
  return {
    url: server.url,
    crash: () => server.crash(),
    pause: () => server.stop(),
    restart: async () => {
      server = await start(server.port);
    },
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
