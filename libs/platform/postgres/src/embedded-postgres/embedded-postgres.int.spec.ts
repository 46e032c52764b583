import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../connection/connect.js';
import { until } from '@ao/testing';
import { reachableCopy } from './binaries.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { isRunning } from './owner.js';
import { postmasterPid } from './postmaster.js';

let folder: string;
const started: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ao-embedded-'));
  chmodSync(folder, 0o755);
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

const start = async (options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), durable: false, ...options });
  started.push(server);
  return server;
};

const query = async (url: string, text: string): Promise<readonly Record<string, unknown>[]> => {
  const sql = connect({ url, max: 1, applicationName: 'test' });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

const program = `
  const Module = require('node:module'); const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, parent, ...rest) {
    return resolve.call(this, request.startsWith('.') && parent?.filename?.endsWith('.ts') ? request.replace(/\\.js$/, '.ts') : request, parent, ...rest);
  };
  const { startEmbeddedPostgres } = require(${JSON.stringify(join(__dirname, 'embedded-postgres.ts'))});
  startEmbeddedPostgres(JSON.parse(process.argv[1])).then(({ url }) => console.log(url), (error) => console.log('error: ' + error.message));
  setInterval(() => undefined, 1000);
`;

/** Another node process that starts the server; answers what it prints: the address, or its error. */
const startElsewhere = async (options: object = {}): Promise<{ child: ChildProcess; said: string }> => {
  const args = [
    '--conditions=@ao/source',
    '-r',
    '@swc-node/register',
    '-e',
    program,
    '--',
    JSON.stringify({ dataDir: join(folder, 'data'), durable: false, ...options }),
  ];
  const child = spawn(process.execPath, args, {
    cwd: __dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  children.push(child);
  const said = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (text) => resolve(String(text).trim())),
  );
  return { child, said };
};

const cluster = (): string => join(folder, 'data', 'postgres', 'cluster');

const killed = async (child: ChildProcess): Promise<void> => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
};

describe('an embedded Postgres', () => {
  it('starts on an empty directory, keeps its data over a stop, and takes a port of its own', async () => {
    const first = await start();
    const other = await start({ dataDir: join(folder, 'other') });
    expect(other.port).not.toBe(first.port);
    await query(first.url, 'create table kept as select 1 as value');
    await first.stop();
    await first.stop();
    const again = await start({ port: first.port });
    expect(again.url).toBe(first.url);
    expect(await query(again.url, 'select value from kept')).toEqual([{ value: 1 }]);
  });

  it('lets nobody in without its password, which only the owner can read', async () => {
    const { url, port } = await start();
    expect(statSync(join(folder, 'data', 'password')).mode & 0o777).toBe(0o600);
    await expect(query(`postgres://postgres:guess@127.0.0.1:${port}/postgres`, 'select 1')).rejects.toMatchObject({
      code: '28P01',
    });
    expect(await query(url, "select current_setting('listen_addresses') as listens")).toEqual([
      { listens: '127.0.0.1' },
    ]);
  });

  it('is a durable database unless it is told otherwise', async () => {
    const { url } = await start({ durable: true });
    expect(
      await query(
        url,
        "select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages, current_setting('synchronous_commit') as commits",
      ),
    ).toEqual([{ fsync: 'on', pages: 'on', commits: 'on' }]);
  });

  it('deletes what is not to be kept', async () => {
    const server = await start({ persistent: false });
    await server.stop();
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('recovers what was committed before a crash', async () => {
    const server = await start({ durable: true });
    await query(server.url, 'create table kept as select 1 as value');
    await server.crash();
    const again = await start({ durable: true });
    expect(await query(again.url, 'select value from kept')).toEqual([{ value: 1 }]);
  });

  it('makes a directory anew whose first start was killed', async () => {
    mkdirSync(join(folder, 'data', 'postgres', 'cluster.new'), { recursive: true });
    writeFileSync(join(folder, 'data', 'postgres', 'cluster.new', 'PG_VERSION'), '18');
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says why it cannot start', async () => {
    await (await start()).stop();
    writeFileSync(join(cluster(), 'PG_VERSION'), '9.6\n');
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining('incompatible') });
  });
});

describe('a process that was killed', () => {
  it('takes its server with it, and the next start goes on with the data', async () => {
    const { child, said } = await startElsewhere();
    await query(said, 'create table kept as select 1 as value');
    const pid = postmasterPid(cluster());
    await killed(child);
    const again = await start();
    expect(isRunning(pid)).toBe(false);
    expect(await query(again.url, 'select value from kept')).toEqual([{ value: 1 }]);
  });

  it('may leave an orphan, which the next start stops', async () => {
    const { child, said } = await startElsewhere();
    await query(said, 'create table kept as select 1 as value');
    const pid = postmasterPid(cluster());
    const keeper = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
    // With the keeper stopped nobody hears that the process is gone.
    process.kill(keeper, 'SIGSTOP');
    const listener = Number(
      readFileSync(`/proc/${keeper}/task/${keeper}/children`, 'utf8')
        .split(' ')
        .filter((each) => Number(each) !== pid)[0],
    );
    process.kill(listener, 'SIGKILL');
    process.kill(keeper, 'SIGKILL');
    await killed(child);
    expect(isRunning(pid)).toBe(true);
    const again = await start();
    expect(isRunning(pid)).toBe(false);
    expect(await query(again.url, 'select value from kept')).toEqual([{ value: 1 }]);
  });

  it('leaves nothing of a database that is not to be kept', async () => {
    const { child } = await startElsewhere({ persistent: false });
    await killed(child);
    await until(() => !existsSync(cluster()));
  });

  it('leaves a pid file that may name another program by now', async () => {
    await (await start()).stop();
    writeFileSync(join(cluster(), 'postmaster.pid'), `${process.pid}\n${cluster()}\n`);
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a directory in use', () => {
  it('is refused to a second process, which does the first no harm', async () => {
    const { url } = await start();
    const { said } = await startElsewhere();
    expect(said).toContain(`is in use by process ${process.pid}`);
    await expect(start()).rejects.toMatchObject({ code: 'failed_precondition' });
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is free again where the claim is of a process that had the same pid', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'owner.json'), JSON.stringify({ pid: process.pid, birth: 'another life' }));
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('a folder that the account of Postgres cannot enter', () => {
  const common = '/var/lib/agent-orchestrator';
  const homeOf = (data: string): string => join(common, readFileSync(join(data, 'postgres-home'), 'utf8'));

  it('has its database in the common folder, and finds it again', async () => {
    const data = join(folder, 'data');
    chmodSync(folder, 0o700);
    const first = await start();
    await query(first.url, 'create table kept as select 1 as value');
    await first.stop();
    const again = await start();
    expect(await query(again.url, 'select value from kept')).toEqual([{ value: 1 }]);
    expect(existsSync(join(homeOf(data), 'cluster', 'PG_VERSION'))).toBe(true);
    await again.stop();
    rmSync(homeOf(data), { recursive: true });
  });

  it('lets that account alone through where the data directory itself is what is closed', async () => {
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o700 });
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(statSync(data).mode & 0o777).toBe(0o710);
    expect(existsSync(cluster())).toBe(true);
  });

  it('may hold the programs, which are copied once', () => {
    const native = join(folder, 'native');
    mkdirSync(join(native, 'bin'), { recursive: true });
    writeFileSync(join(native, 'bin', 'postgres'), 'program');
    symlinkSync('postgres', join(native, 'bin', 'alias'));
    const version = `test-${process.pid}`;
    const copy = reachableCopy(native, version);
    try {
      expect(readFileSync(join(copy, 'bin', 'alias'), 'utf8')).toBe('program');
      writeFileSync(join(native, 'bin', 'postgres'), 'changed');
      expect(readFileSync(join(reachableCopy(native, version), 'bin', 'postgres'), 'utf8')).toBe('program');
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});
