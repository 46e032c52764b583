import { chmodSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@ao/testing';
import { connect, type Sql } from '../connection/connect.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { isRunning } from './owner.js';
import { postmasterPid } from './postmaster.js';

let folder: string;
let postgres: EmbeddedPostgres | undefined;
let told: string[];
const cluster = (): string => join(folder, 'data/postgres/cluster');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ao-restart-'));
  chmodSync(folder, 0o755);
  told = [];
});
afterEach(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (): Promise<{ readonly sql: Sql; readonly server: EmbeddedPostgres }> => {
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    watch: {
      onDeath: () => told.push('death'),
      onRestart: () => told.push('restart'),
      onLost: (error) => told.push((error as Error).message),
    },
  });
  postgres = server;
  return { server, sql: connect({ url: server.url, applicationName: 'test' }) };
};

it('is started again at its port with what was committed, when its server is killed, as often as that happens', async () => {
  const { sql, server } = await start();
  await sql`create table kept (n int)`;
  for (const round of [1, 2]) {
    await sql`insert into kept values (${round})`;
    process.kill(postmasterPid(cluster()), 'SIGKILL');
    await until(() => told.length === 2 * round);
  }
  expect(told).toEqual(['death', 'restart', 'death', 'restart']);
  await until(async () => {
    try {
      return (await sql`select n from kept order by n`).length === 2;
    } catch {
      return false;
    }
  });
  expect(new URL(server.url).port).toBe(String(server.port));
  await sql.end({ timeout: 1 });
});

it('is not started again once it was told to stop', async () => {
  const { sql, server } = await start();
  await sql.end({ timeout: 1 });
  const pid = postmasterPid(cluster());
  await server.stop();
  expect(isRunning(pid)).toBe(false);
  expect(told).toEqual([]);
});

it('says that it is lost where it cannot be started again', async () => {
  const { sql } = await start();
  await sql.end({ timeout: 1 });
  const pid = postmasterPid(cluster());
  renameSync(join(cluster(), 'PG_VERSION'), join(folder, 'PG_VERSION'));
  process.kill(pid, 'SIGKILL');
  await until(() => told.length === 2);
  expect(told[0]).toBe('death');
  expect(told[1]).toContain('Postgres did not start');
});
