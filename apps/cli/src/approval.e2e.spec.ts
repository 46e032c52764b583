import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { diceItems } from '@ao/specialists';
import { ao, aoUp, type Up } from './testing/ao-process.js';
import type { Ran } from './testing/run-cli.js';

const data = mkdtempSync(join(tmpdir(), 'ao-cli-approval-'));
const environment = {
  AO_DATA_DIR: data,
  AO_HTTP_PORT: '0',
  AO_GRPC_PORT: '0',
  AO_URL: '',
  AO_GRPC_ADDRESS: '',
  AO_TOKEN: '',
  AO_TEST_AGENTS: '1',
  AO_GATE_LATENCY_MARGIN: 'none',
};
const run = (...args: string[]): Promise<Ran> => ao(args, environment);
const json = async <T>(...args: string[]): Promise<T> => {
  const { code, out, err } = await run(...args, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as T;
};

let up: Up;

beforeAll(async () => {
  // The account of the embedded Postgres enters it.
  chmodSync(data, 0o711);
  up = await aoUp(environment);
  const items = join(data, 'coins.jsonl');
  writeFileSync(
    items,
    diceItems(1200)
      .map((item) => `${JSON.stringify(item)}\n`)
      .join(''),
  );
  await expect(run('taskset', 'import', items, '--name', 'coins', '--role', 'validation')).resolves.toMatchObject({
    code: 0,
  });
});
afterAll(async () => {
  await up.stop();
  rmSync(data, { recursive: true, force: true });
});

it('lists agents that bring no task set, too', async () => {
  const { items } = await json<{ items: { id: string; task_sets: string[] }[] }>('agents');
  expect(items.find(({ id }) => id === 'dice')).toMatchObject({ task_sets: [] });
  await expect(run('agents')).resolves.toMatchObject({
    code: 0,
    out: expect.stringContaining('dice-cheats') as string,
  });
});

it('a promotion waits for a person, whose word goes on the record; then the slot serves it and its answers are judged', async () => {
  const following = run(
    'train',
    'dice',
    '--task-set',
    'coins',
    '--strategy',
    'random',
    '--candidates',
    '8',
    '--episodes',
    '4000',
    '--seed',
    '3',
    '--promotion',
    'approval',
    '--follow',
  );
  let jobId = '';
  while (jobId === '')
    jobId =
      (await json<{ items: { job_id: string; status: string }[] }>('jobs')).items.find(
        ({ status }) => status === 'awaiting_approval',
      )?.job_id ?? '';
  const [archive, tampered] = [join(data, 'evidence.jsonl.gz'), join(data, 'tampered.jsonl.gz')];
  await expect(run('export', jobId, '--out', archive)).resolves.toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('has not ended') as string,
  });
  expect(existsSync(archive)).toBe(false);
  await expect(run('approve', jobId)).resolves.toMatchObject({
    code: 2,
    err: expect.stringContaining('--reason') as string,
  });
  await expect(run('approve', jobId, '--reason', 'looked at ten answers of ours')).resolves.toMatchObject({ code: 0 });
  const { code, out, err } = await following;
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/dice on coins @\w+ {2}PROMOTED[^]*looked at ten answers of ours/u),
  ]);
  expect(err).toContain(`waiting for a person: ao approve ${jobId} --reason`);
  await expect(run('approve', jobId, '--reason', 'again')).resolves.toMatchObject({
    code: 1,
    err: expect.stringContaining('no promotion of this job waits for a person') as string,
  });

  await expect(run('slot', 'dice/coins')).resolves.toMatchObject({
    code: 0,
    out: expect.stringMatching(/production +\S+[^]*previous +defaults/u) as string,
  });
  await expect(run('ledger', 'dice/coins')).resolves.toMatchObject({
    code: 0,
    out: expect.stringMatching(/ 1 +0\.0304 +promoted/u) as string,
  });

  await expect(run('export', jobId, '--out', archive)).resolves.toMatchObject({ code: 0 });
  await expect(run('verify', archive)).resolves.toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /every verdict computed again[^]*PROMOTED {2}candidate \w+, line \d+\n {2}gain +\+/u,
    ) as string,
  });
  const lines = gunzipSync(readFileSync(archive)).toString().split('\n');
  const at = lines.findIndex((line) => line.includes('"PromotionApproved"'));
  lines[at] = lines[at]!.replace('looked at ten answers of ours', 'did not look at any');
  writeFileSync(tampered, gzipSync(lines.join('\n')));
  await expect(run('verify', tampered)).resolves.toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining(`line ${at + 1}: `) as string,
  });

  const { receipt } = await json<{ receipt: string }>('ask', 'dice/coins', '{"text": "heads front 1"}');
  await expect(run('outcome', receipt, '--solved')).resolves.toMatchObject({ code: 0 });
  await expect(run('outcome', receipt, '--wrong')).resolves.toMatchObject({
    code: 1,
    err: expect.stringContaining('already_exists') as string,
  });
});
