import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Sql } from '../connection/connect.js';
import { testPostgres, type TestPostgres } from '../testing/test-postgres.js';
import { migrate } from './migrate.js';
import { packageDirectory } from './package-directory.js';

let postgres: TestPostgres;
let sql: Sql;
let directory: string;
let library: string;
let schemas = 0;

beforeAll(async () => {
  postgres = await testPostgres();
  sql = connect({ url: postgres.url, applicationName: 'test' });
});

afterAll(async () => {
  await sql.end();
  await postgres.stop();
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ao-migrations-'));
  library = mkdtempSync(join(tmpdir(), 'ao-migrations-'));
  writeFileSync(join(library, '0001_notes.sql'), 'create table notes (id int)');
  schemas += 1;
});

afterEach(() => [directory, library].forEach((folder) => rmSync(folder, { recursive: true })));

const file = (name: string, text: string): void => writeFileSync(join(directory, name), text);
const run = (schema = `s${schemas}`): Promise<readonly string[]> =>
  migrate({
    sql,
    schema,
    origins: [
      { name: 'library', directory: library },
      { name: 'service', directory },
    ],
  });
const own = ['0001_notes.sql'];

it("applies one origin's files after the other's, in order, each once", async () => {
  file('0002_second.sql', 'insert into jobs values (2); insert into jobs values (3);');
  file('0001_first.sql', 'create table jobs (id int);');
  expect(await run()).toEqual([...own, '0001_first.sql', '0002_second.sql']);
  expect(await run()).toEqual([]);
  file('0003_third.sql', 'insert into jobs values (4)');
  expect(await run()).toEqual(['0003_third.sql']);
  expect(await sql.unsafe(`select id from s${schemas}.jobs`)).toHaveLength(3);
});

it('keeps schemas apart', async () => {
  file('0001_first.sql', 'create table jobs (id int)');
  await run('left_one');
  await run('right_one');
  expect(
    await sql`select table_schema from information_schema.tables where table_name = 'jobs' and table_schema in ('left_one', 'right_one')`,
  ).toHaveLength(2);
});

it('lets replicas that start together apply each file once', async () => {
  file('0001_first.sql', 'create table jobs (id int); insert into jobs values (1)');
  const applied = await Promise.all(Array.from({ length: 5 }, () => run()));
  expect(applied.filter(({ length }) => length > 0)).toHaveLength(1);
  expect(await sql.unsafe(`select id from s${schemas}.jobs`)).toHaveLength(1);
});

it('refuses a file that was changed after it was applied; line ends do not count', async () => {
  file('0001_first.sql', 'create table jobs (\n id int)');
  await run();
  file('0001_first.sql', 'create table jobs (\r\n id int)');
  expect(await run()).toEqual([]);
  file('0001_first.sql', 'create table jobs (\n id bigint)');
  await expect(run()).rejects.toMatchObject({
    code: 'failed_precondition',
    message: expect.stringContaining('0001_first.sql (service) was changed'),
  });
});

it('refuses a new file with a number that is past', async () => {
  file('0002_second.sql', 'select 1');
  await run();
  file('0001_first.sql', 'select 1');
  await expect(run()).rejects.toMatchObject({
    code: 'failed_precondition',
    message: expect.stringContaining('give it a higher number'),
  });
});

it.each([
  ['first.sql', 'must be named NNNN_name.sql'],
  ['0001_other.sql', 'Two migrations'],
])('refuses the name %s', async (name, reason) => {
  file('0001_first.sql', 'select 1');
  file(name, 'select 1');
  await expect(run()).rejects.toMatchObject({ code: 'failed_precondition', message: expect.stringContaining(reason) });
});

it('applies all of a start or nothing', async () => {
  file('0001_first.sql', 'create table jobs (id int)');
  file('0002_wrong.sql', 'create tabel');
  await expect(run()).rejects.toThrow('syntax error');
  expect(await sql`select from information_schema.schemata where schema_name = ${`s${schemas}`}`).toHaveLength(0);
  file('0002_wrong.sql', 'create table right_now (id int)');
  expect(await run()).toEqual([...own, '0001_first.sql', '0002_wrong.sql']);
});

it('refuses a schema whose name it would have to quote', async () => {
  await expect(run('s"; drop schema public')).rejects.toMatchObject({ code: 'invalid_argument' });
});

it('finds the folder of a package from any depth', () => {
  expect(packageDirectory(__dirname)).toBe(join(__dirname, '..', '..'));
});
