import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { JobReport } from './report/job-report.js';
import { ao, aoUp, type Up } from './testing/ao-process.js';
import type { Ran } from './testing/run-cli.js';

const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** A folder that the account of the embedded Postgres can enter. */
const folderFor = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `ao-cli-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
};

describe('ao demo', () => {
  let folder: string;
  beforeEach(() => (folder = folderFor('demo')));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('runs the main job, prints its report, and leaves nothing', async () => {
    const { code, out, err } = await ao(['demo'], { TMPDIR: folder });
    expect(err).toMatch(
      /platform ready in [^]*\nsearch, round \d+: trial \d+\/\d+ of \d+ candidates? \| best [^\n]* episodes[^\n]* left\n/u,
    );
    expect(out).toMatch(/^\nrecall on web-features @\w+ {2}(PROMOTED|REJECTED|HELD)\n/u);
    for (const title of ['Baseline and', 'Patch', 'Decision', 'Spend of lease', 'Look further'])
      expect(out).toContain(`\n${title}`);
    expect(out).toMatch(
      /\n {2}solve rate +\d+\.\d % +\d+\.\d–\d+\.\d +\d+\.\d % +\d+\.\d–\d+\.\d +[+-]\d+\.\d points\n/u,
    );
    expect(out).toMatch(/\n {2}e-value +\S+ against \S+ needed \(1\/alpha, alpha 0\.0\d+\)/u);
    expect(`${out}${err}`).not.toContain('\u001b');
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says why a platform did not start, and where its data is', async () => {
    const { code, out, err } = await ao(['demo'], { TMPDIR: folder, AO_DATABASE_CONNECTIONS: 'many' });
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/the platform did not start\n[^]*AO_DATABASE_CONNECTIONS[^]*its data and logs stay in /u);
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

describe('ao on a platform of its own', () => {
  const data = folderFor('up');
  const environment = {
    AO_DATA_DIR: data,
    AO_HTTP_PORT: '0',
    AO_GRPC_PORT: '0',
    AO_URL: '',
    AO_GRPC_ADDRESS: '',
    AO_TOKEN: '',
  };
  let up: Up;
  const run = (...args: string[]): Promise<Ran> => ao(args, environment);
  const json = async <T>(...args: string[]): Promise<T> => {
    const { code, out, err } = await run(...args, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return JSON.parse(out) as T;
  };

  beforeAll(async () => (up = await aoUp(environment)));
  afterAll(async () => {
    await up.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it('finds the platform and its token through the data directory', async () => {
    const { items } = await json<{ items: { id: string; task_sets: string[] }[] }>('agents');
    expect(items.map(({ id }) => id)).toEqual(['mail-guard', 'recall']);
    await expect(ao(['agents'], { ...environment, AO_TOKEN: 'x'.repeat(20) })).resolves.toMatchObject({
      code: 1,
      err: expect.stringContaining('check AO_TOKEN') as string,
    });
  });

  it('trains, follows to the report, and tells what happened', async () => {
    const { code, out } = await run('train', 'recall', '--episodes', '300', '--seed', '1', '--follow', '--json');
    expect(code).toBe(0);
    const lines = jsonLines(out);
    expect(lines[0]).toMatchObject({ event: 'started', job_id: expect.any(String) as string });
    const { event, ...report } = lines.at(-1) as unknown as JobReport & { event: string };
    expect(event).toBe('report');
    expect(report).toMatchObject({
      job: { status: 'completed', seed: 1 },
      lease: { status: 'released', budget: { episodes: 300 } },
      comparison: { purpose: 'gate', exact: true },
    });
    const [{ evidence }] = report.decisions as [JobReport['decisions'][number]];
    const { candidate, incumbent } = report.comparison as NonNullable<JobReport['comparison']>;
    expect([candidate.episodes, candidate.solved, incumbent.solved]).toEqual([
      evidence!.pairs,
      evidence!.candidateTotal,
      evidence!.incumbentTotal,
    ]);
    expect(report.lease!.spent.episodes).toBeLessThanOrEqual(300);

    const people = await run('job', report.job.job_id);
    expect(people).toMatchObject({ code: 0, out: expect.stringContaining('Decision') as string });
    expect(people.out.split('\n').filter((line) => line.length > 80 && !line.includes('ao '))).toEqual([]);

    const facts = jsonLines(
      (await run('events', '--corr-id', report.job.corr_id!, '--from-start', '--snapshot', '--json')).out,
    );
    expect(facts.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'orchestrator.job.requested',
        'lease.granted',
        'episode.completed',
        'promotion.decided',
        'orchestrator.job.completed',
        'lease.released',
      ]),
    );
    expect(facts.some(({ type }) => type === 'state.read.model.patch')).toBe(false);

    const [{ trial_id: trialId, episodes }] = report.trials as [JobReport['trials'][number]];
    expect(JSON.parse((await run('report', trialId)).out)).toMatchObject({ trial_id: trialId, report: { episodes } });
    expect((await run('report', trialId, '--format', 'csv')).out.trimEnd().split('\n')).toHaveLength(episodes + 1);
  });

  it("writes a job's evidence to a file that computes its verdicts again, and finds the line that somebody changed", async () => {
    const { items } = await json<{ items: { job_id: string }[] }>('jobs', '--status', 'completed');
    const file = join(data, 'evidence.jsonl.gz');
    const exported = await json<{ outcomes_hash: string }>('export', items[0]!.job_id, '--out', file);
    await expect(run('verify', file, '--outcomes-hash', exported.outcomes_hash)).resolves.toMatchObject({
      code: 0,
      out: expect.stringContaining('every verdict computed again') as string,
    });
    await expect(run('verify', file, '--outcomes-hash', 'f'.repeat(64))).resolves.toMatchObject({ code: 1 });
    const lines = gunzipSync(readFileSync(file)).toString().split('\n');
    const at = lines.findIndex((line) => line.includes('"BlockCompared"'));
    lines[at] = lines[at]!.replace(/"solved":"([01])/u, (_, bit) => `"solved":"${bit === '0' ? 1 : 0}`);
    writeFileSync(file, gzipSync(lines.join('\n')));
    await expect(run('verify', file)).resolves.toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(`line ${at + 1}: `) as string,
    });
    const { items: ledgers } = await json<{ items: { slot: string; tests_total: number }[] }>('ledger');
    expect(ledgers).toMatchObject([{ slot: 'recall/web-features' }]);
  });

  it('imports a task set, all or nothing, and trains on it', async () => {
    const items = join(data, 'items.jsonl');
    const mails = Array.from({ length: 200 }, (_, index) => ({
      id: `m-${index}`,
      input: { text: index % 2 ? `win money now ${index}` : `meeting notes ${index}` },
      target: { label: index % 2 ? 'spam' : 'ham' },
    }));
    writeFileSync(items, mails.map((mail) => `${JSON.stringify(mail)}\n`).join(''));
    const bad = join(data, 'bad.jsonl');
    writeFileSync(bad, `${JSON.stringify(mails[0])}\nnonsense\n`);
    await expect(run('taskset', 'import', bad, '--name', 'mine', '--role', 'validation')).resolves.toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/items:2/u) as string,
    });
    await expect(
      json('taskset', 'import', items, '--name', 'mine', '--role', 'validation', '--licence', 'CC0-1.0'),
    ).resolves.toMatchObject({ name: 'mine', licence: 'CC0-1.0' });
    const { code, out } = await run('train', 'mail-guard', '--task-set', 'mine', '--episodes', '300', '--follow');
    expect([code, out]).toEqual([0, expect.stringMatching(/mail-guard on mine @\w+ {2}(PROMOTED|REJECTED|HELD)/u)]);
  });

  it('pauses, resumes and cancels, and ends with 4 for what was cancelled', async () => {
    const { job_id: jobId } = await json<{ job_id: string }>('train', 'recall', '--preset', 'thorough');
    const follower = run('job', jobId, '--follow');
    for (const verb of ['pause', 'resume']) await expect(run(verb, jobId)).resolves.toMatchObject({ code: 0 });
    await expect(run('cancel', jobId, '--reason', 'seen enough')).resolves.toMatchObject({
      code: 0,
      out: `cancelled job ${jobId}\n`,
    });
    await expect(follower).resolves.toMatchObject({
      code: 4,
      out: expect.stringContaining('CANCELLED') as string,
      err: expect.stringContaining('ended cancelled: seen enough') as string,
    });
    const { items } = await json<{ items: { job_id: string }[] }>('jobs', '--status', 'cancelled');
    expect(items.map((job) => job.job_id)).toEqual([jobId]);
  });

  it('asks the specialist that serves a slot', async () => {
    await expect(
      json('ask', 'recall/web-features', 'two-dimensional layout with rows and columns'),
    ).resolves.toMatchObject({ output: { documents: expect.arrayContaining(['grid']) as string[] }, slot_version: 0 });
    await expect(run('ask', 'recall/nothing', 'x')).resolves.toMatchObject({ code: 1 });
  });

  it('refuses what is not valid, place by place, and records nothing', async () => {
    const jobs = async (): Promise<string[]> =>
      (await json<{ items: { job_id: string }[] }>('jobs')).items.map((job) => job.job_id);
    const before = await jobs();
    const { code, out, err } = await run('train', 'recall', '--diversity', '7', '--search-share', '9');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/\n {2}hints\.diversity: .*\n {2}hints\.budget: /u);
    expect(await jobs()).toEqual(before);
  });

  it('stops cleanly when told to', async () => {
    await expect(up.stop()).resolves.toBe(0);
    expect(existsSync(join(data, 'admin-token'))).toBe(true);
    await expect(run('jobs')).resolves.toMatchObject({ code: 3 });
  });
});
