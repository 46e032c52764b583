import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Standalone } from './platform/standalone.js';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const platform = new Standalone({ AO_GATE_LATENCY_MARGIN: 'none' });
const folder = mkdtempSync(join(tmpdir(), 'ao-cli-'));

/** Runs the command line as a person's shell does. */
const ao = (...args: string[]): Promise<Run> => aoAt(`http://${platform.http}`, ...args);

const aoAt = async (url: string, ...args: string[]): Promise<Run> => {
  const bin = join(dirname(require.resolve('@ao/cli/package.json')), 'bin/ao.js');
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', AO_URL: url, AO_GRPC_ADDRESS: platform.grpc, AO_TOKEN: platform.token };
  const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
};

const file = (name: string, lines: readonly unknown[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return path;
};

const colours = ['red', 'green', 'blue', 'black', 'white', 'brown'];
const documents = colours.map((colour) => ({ id: colour, title: colour, text: `Everything about the colour ${colour} and nothing else.` }));
const questions = Array.from({ length: 300 }, (_, index) => {
  const colour = colours[index % colours.length] as string;
  return { id: `q${index}`, input: { query: `what is ${colour} number ${index}` }, target: { documents: [colour] } };
});

beforeAll(async () => {
  await platform.start();
}, 60_000);
afterAll(() => platform.stop());

it('lists agents and task sets, as tables and as one JSON document', async () => {
  expect(await ao('agents')).toMatchObject({ code: 0, out: expect.stringContaining('mail-guard') as string });
  const { out, code } = await ao('agents', '--json');
  expect(code).toBe(0);
  expect((JSON.parse(out) as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual(['mail-guard', 'recall']);
  expect(await ao('tasksets')).toMatchObject({ code: 0, out: expect.stringContaining('web-features') as string });
});

it('imports anyone\'s data, and refuses it as a whole with the number of the bad line', async () => {
  const corpus = file('corpus.jsonl', documents);
  const bad = file('bad.jsonl', [...questions.slice(0, 5), '{"id": "x", "input":', ...questions.slice(5)]);
  const refused = await ao('taskset', 'import', bad, '--corpus', corpus, '--name', 'colours', '--role', 'recall');
  expect(refused.code).toBe(1);
  expect(`${refused.out}${refused.err}`).toMatch(/6/);
  expect((await ao('tasksets')).out).not.toContain('colours');
  const good = await ao('taskset', 'import', file('good.jsonl', questions), '--corpus', corpus, '--name', 'colours', '--role', 'recall');
  expect(good).toMatchObject({ code: 0 });
  expect((await ao('tasksets')).out).toContain('colours');
}, 60_000);

it('trains on it, follows the job, and shows job, report, events and units', async () => {
  const trained = await ao('train', 'recall', '--task-set', 'colours', '--episodes', '600', '--candidates', '4', '--seed', '3', '--follow', '--json');
  expect(trained.code).toBe(0);
  const { out } = await ao('jobs', '--json');
  const [job] = (JSON.parse(out) as { items: { job_id: string; corr_id: string; status: string }[] }).items;
  expect(job).toMatchObject({ status: 'completed' });
  const shown = await ao('job', job?.job_id ?? '');
  expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('recall on colours') as string });
  const events = await ao('events', '--corr-id', job?.corr_id ?? '', '--from-start', '--snapshot', '--json');
  expect(events.out.trim().split('\n').map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(expect.arrayContaining(['orchestrator.job.requested', 'orchestrator.job.completed']));
  const csv = await ao('report', `${job?.job_id}.1`, '--format', 'csv');
  expect(csv.code).toBe(0);
  expect(csv.out.split('\n').length).toBeGreaterThan(20);
  expect(JSON.parse((await ao('report', `${job?.job_id}.1`)).out)).toMatchObject({ report: { episodes: expect.any(Number) as number } });
  expect((await ao('units')).code).toBe(0);
}, 120_000);

it('exits with 1 where a request is refused, 2 for bad usage, 3 where nobody listens, 4 where a job does not complete', async () => {
  expect((await ao('train', 'nobody')).code).toBe(1);
  expect((await ao('train')).code).toBe(2);
  expect((await ao('explode')).code).toBe(2);
  expect((await aoAt('http://127.0.0.1:9', 'agents')).code).toBe(3);
  expect((await ao('train', 'recall', '--episodes', '5000000', '--follow')).code).toBe(4);
}, 60_000);
