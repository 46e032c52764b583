import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sampleCalibration, sampleJob, sampleLedger, sampleTrial } from './testing/sample-report.js';
import { runCli, type Ran } from './testing/run-cli.js';
import { standIn, type Answer, type Received, type StandIn } from './testing/stand-in-platform.js';

let platform: StandIn;
let folder: string;
let answer: (request: Received) => Answer | undefined;
const ao = (...args: string[]): Promise<Ran> => runCli(args, { AO_URL: platform.url, AO_GRPC_ADDRESS: '127.0.0.1:9', AO_TOKEN: 'secret', AO_DATA_DIR: folder });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ao-cli-'));
  platform = await standIn((request) => answer(request));
});
beforeEach(() => (answer = () => undefined));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await platform.close();
});

const jobId = sampleJob.job_id;
const page = (items: readonly object[]): Answer => ({ json: { items, next_cursor: '' } });
const jobRoutes = (job: object, trials: readonly object[] = []): ((request: Received) => Answer | undefined) => {
  const path = `/state/orchestrator/jobs/${jobId}`;
  return (request) => {
    if (request.method === 'POST') return { status: 202, json: { job_id: jobId, corr_id: 'c', version: 1 } };
    if (request.path === path) return { json: job };
    if (request.path.startsWith(`${path}/trials`)) return page(trials);
    return request.path.startsWith(path) ? page([]) : undefined;
  };
};

describe('usage', () => {
  it('documents the exit codes and the environment', async () => {
    const { code, out } = await ao('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Exit codes:[^]*3 +the platform cannot be reached[^]*AO_TOKEN/u);
  });

  it.each([[['nope']], [['train']], [['train', 'recall', '--seed', '-1']], [['train', 'recall', '--diversity', 'much']], [['unit', 'revert', 'u']], [['demo', '--agent', 'x']], [['report', 't', '--format', 'xml']], [['train', 'recall', '--promotion', 'maybe']], [['train', 'recall', '--slice', 'long']], [['train', 'recall', '--latency-margin', '-1']], [['approve', 'j']], [['outcome', 'r']], [['outcome', 'r', '--solved', '--wrong']], [['verify', '/nowhere/at/all']], [['ask', 's', 'x', '--label', 'previous']], [[]]])(
    'ends with 2 for %j and prints nothing on stdout',
    async (args) => {
      const { code, out, err } = await ao(...args);
      expect([code, out]).toEqual([2, '']);
      expect(err).not.toBe('');
    },
  );

  it('ends with 2 for an environment that is wrong, naming the variable', async () => {
    const { code, err } = await runCli(['jobs'], { AO_URL: 'nonsense' });
    expect(code).toBe(2);
    expect(err).toContain('AO_URL: must be an http:// or https:// address');
  });

  it('ends with 2 for a file that cannot be read', async () => {
    const { code, err } = await ao('taskset', 'import', join(folder, 'absent.jsonl'), '--name', 'a', '--role', 'recall');
    expect([code, err]).toEqual([2, expect.stringContaining('absent.jsonl cannot be read')]);
  });
});

describe('lists', () => {
  it('prints rows for people and the page for programs', async () => {
    answer = () => page([sampleJob]);
    const people = await ao('jobs', '--status', 'completed', '--limit', '5');
    expect(people.out).toMatch(/^JOB +AGENT +TASK SET +STATUS +EPISODES\n0199c0de\S+ +recall +web-features +PROMOTED +2,480\n$/u);
    expect(platform.received.at(-1)?.path).toBe('/state/orchestrator/jobs?status=completed&limit=5');
    const programs = await ao('jobs', '--json');
    expect(JSON.parse(programs.out)).toEqual({ items: [sampleJob], next_cursor: '' });
  });

  it('says so when there is nothing', async () => {
    answer = () => page([]);
    await expect(Promise.all(['agents', 'jobs', 'units', 'slots', 'tasksets'].map((command) => ao(command)))).resolves.toEqual(
      Array.from({ length: 5 }, () => ({ code: 0, out: expect.stringMatching(/^(The catalogue holds no|No) /u) as string, err: '' })),
    );
  });

  it("prints the slots' ledgers of error, and one in full", async () => {
    answer = ({ path }) => (path.startsWith('/state/gate-ledgers/') ? { json: sampleLedger } : page([sampleLedger]));
    expect((await ao('ledger')).out).toMatch(/^SLOT +TESTS +PROMOTED +LEFT +OF +NEXT +HOLDOUT\nrecall\/web-features +1 +1 +0\.05 +0\.05 +0\.038 +fit\n$/u);
    const { out } = await ao('ledger', 'recall/web-features');
    expect(platform.received.at(-1)?.path).toBe('/state/gate-ledgers/recall%2Fweb-features');
    expect(out).toMatch(/^recall\/web-features {2}at most 0\.05 over its life\n {2}family-wise[^\n]*\n {2}0 spent, 0\.05 left, 0\.038 for the next test\n {2}web-features @3f2c5a7be1 {2}look 1 of 20 at this holdout\n/u);
    expect(out).toMatch(/\n +1 +0\.0304 +promoted +cafe001122 +0199c0de-0000-7000-8000-000000000001\n/u);
  });

  it('shows a slot with its labels, its canary, what became of the answers, and what its confidences are worth', async () => {
    const labels = [{ name: 'production', unit_id: 'unit-1', configuration_hash: 'aaaabbbbccccdddd' }, { name: 'previous', unit_id: null, configuration_hash: '' }];
    const slot = { slot: 'recall/web-features', version: 3, cause: 'promoted', configuration: { k: 1.5 }, configuration_hash: 'aaaabbbbccccdddd', unit_id: 'unit-1', labels, stale: true, calibration: sampleCalibration, canary: { unit_id: 'unit-2', status: 'running', share: 0.2, outcomes: 100 } };
    const served = { slot: slot.slot, unit_id: 'unit-1', label: 'production', outcomes: 40, solved: 30, solve_rate: 0.75, mean_confidence: 0.7, answered: 40, abstained: 0, escalated: 0 };
    answer = ({ path }) => (path.startsWith('/state/served') ? page([served, { ...served, label: 'candidate', outcomes: 10, solved: 5 }]) : { json: slot });
    const { out } = await ao('slot', 'recall/web-features');
    expect(out).toMatch(/^recall\/web-features {2}version 3, promoted\nCandidate unit-2 has 20\.0 % of the traffic until 100 [^]*STALE/u);
    expect(out).toMatch(/\n {2}production +aaaabbbbcc +50 +70\.0 %\n {4}unit-1\n {2}previous +defaults +0 +-\n/u);
    expect(out).toMatch(/\n {2}Confidence is recalibrated \(platt\), fitted on 400 labels of dev: ECE 0\.082 ->\n {2}0\.014 cross-validated\.\n/u);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    answer = () => page([slot]);
    expect((await ao('slots')).out).toMatch(/unit-1 serves k=1\.5\. Candidate unit-2 has 20\.0 %[^]*STALE/u);
  });

  it('shows of a unit how it was served', async () => {
    answer = () => page([{ unit_id: 'unit-2', status: 'installed', slot: 's/t', job_id: 'j', canary: { unit_id: 'unit-2', status: 'worse', share: 0.1, outcomes: 100 }, stale: true }]);
    expect((await ao('units')).out).toMatch(/unit-2 +installed +s\/t\n {2}canary worse, stale\n/u);
  });

  it('shows what each slot serves, within the terminal', async () => {
    const configuration = { k: 0.123456789, stemming: true, ngrams: 'char-4', fuzziness: 'none', title_boost: 1.5, lead_boost: 2.25, stop_words: false };
    answer = () => page([{ slot: 'recall/web-features', version: 1, configuration, configuration_hash: 'h', unit_id: 'unit-1', cause: 'promoted' }, { slot: 'mail-guard/spam-assassin', version: 2, configuration: null, configuration_hash: '', unit_id: null, cause: 'reverted' }]);
    const { out } = await ao('slots');
    expect(out).toMatch(/\nrecall\/web-features +1 +promoted\n {2}unit-1 serves k=0\.123457 stemming=true/u);
    expect(out).toMatch(/\nmail-guard\/spam-assassin +2 +reverted\n {2}serves the agent's defaults\n$/u);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('train', () => {
  it('sends the request with the token and prints the job', async () => {
    answer = jobRoutes(sampleJob);
    const { code, out } = await ao('train', 'recall', '--seed', '7', '--topic', 'a', '--topic', 'b', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, { job_id: jobId, corr_id: 'c', version: 1 }]);
    expect(platform.received.at(-1)).toMatchObject({ method: 'POST', path: '/orchestrator/mini_agents/start_training', authorization: 'Bearer secret', body: { mini_agent: 'recall', seed: 7, topics: ['a', 'b'] } });
  });

  it('prints a refusal with each wrong place, and ends with 1', async () => {
    answer = () => ({ status: 400, json: { title: 'Bad Request', status: 400, code: 'invalid_argument', detail: 'not valid', errors: [{ path: 'seed', message: 'must be smaller' }], corr_id: 'c' } });
    const people = await ao('train', 'recall');
    expect(people).toMatchObject({ code: 1, out: '', err: expect.stringContaining('\n  seed: must be smaller\n') as string });
    const programs = await ao('train', 'recall', '--json');
    expect(programs.out).toBe('');
    expect(JSON.parse(programs.err)).toMatchObject({ code: 'invalid_argument', errors: [{ path: 'seed', message: 'must be smaller' }], exit_code: 1 });
  });

  it('follows to the end: plain lines on stderr, the report on stdout', async () => {
    const trials = [sampleTrial('search', 'incumbent', 'in'), sampleTrial('search', 'candidate', 'a', { solve_rate: 0.7 })];
    let asked = 0;
    answer = (request) => jobRoutes({ ...sampleJob, status: request.path.endsWith(jobId) && asked++ < 2 ? 'running' : 'completed', outcome: 'rejected', lease_id: null }, trials)(request);
    const { code, out, err } = await ao('train', 'recall', '--follow');
    expect(code).toBe(0);
    expect(err).toMatch(/^search, round 1: trial 2\/2 of 1 candidate \| best 70\.0 %, incumbent 60\.0 % \| 2,480\/8,000 episodes/u);
    expect(`${out}${err}`).not.toContain('\u001b');
    expect(out).toMatch(/started job[^]*recall on web-features @3f2c5a7be1 {2}REJECTED/u);
  });

  it('waits for the row of a job that it just started', async () => {
    let early = 2;
    const routes = jobRoutes({ ...sampleJob, lease_id: null, outcome: 'held' });
    answer = (request) => (request.path.endsWith(jobId) && early-- > 0 ? undefined : routes(request));
    await expect(ao('train', 'recall', '--follow')).resolves.toMatchObject({ code: 0, out: expect.stringContaining('HELD') as string });
  });

  it('says what waits for a person, and goes on following', async () => {
    const statuses = ['running', 'awaiting_approval', 'awaiting_approval', 'canary', 'completed'];
    answer = (request) => {
      const status = request.path.endsWith(jobId) && statuses.length > 1 ? statuses.shift() : statuses[0];
      return jobRoutes({ ...sampleJob, status, outcome: 'promoted', lease_id: null, canary: { unit_id: 'u', status: 'running', share: 0.2, outcomes: 100 } })(request);
    };
    const { code, out, err } = await ao('job', jobId, '--follow');
    expect(code).toBe(0);
    expect(err).toContain(`\nwaiting for a person: ao approve ${jobId} --reason "..." | `);
    expect(err).toContain('\ncanary: the candidate has 20.0 % of the traffic until 100 of its answers have an outcome | ');
    expect(err.match(/waiting for a person/gu)).toHaveLength(1);
    expect(out).toContain('PROMOTED');
  });

  it('ends with 4 for a job that was denied, after its report', async () => {
    answer = jobRoutes({ ...sampleJob, status: 'denied', outcome: null, reason: 'no policy allows it', policies: ['p-1'], lease_id: null });
    const { code, out, err } = await ao('job', jobId, '--follow');
    expect(code).toBe(4);
    expect(out).toContain('DENIED');
    expect(err).toMatch(/ended denied: no policy allows it\n {2}decided by p-1/u);
  });

  it('ends with 5 for a job that takes longer than allowed', async () => {
    answer = jobRoutes({ ...sampleJob, status: 'running', outcome: null, lease_id: null });
    const { code, err } = await ao('job', jobId, '--follow', '--timeout', '1');
    expect([code, err]).toEqual([5, expect.stringContaining('did not end within 1 s')]);
  });

  it('prints JSON lines alone with --follow --json', async () => {
    answer = jobRoutes({ ...sampleJob, lease_id: null, outcome: 'held' });
    const { out } = await ao('train', 'recall', '--follow', '--json');
    const lines = out.trimEnd().split('\n').map((line) => JSON.parse(line) as { event: string });
    expect(lines.map(({ event }) => event)).toEqual(['started', 'report']);
  });

  it('ends with 130 when interrupted', async () => {
    const stop = new AbortController();
    answer = (request) => {
      stop.abort();
      return jobRoutes({ ...sampleJob, status: 'running', outcome: null })(request);
    };
    const { code } = await runCli(['job', jobId, '--follow'], { AO_URL: platform.url, AO_TOKEN: 't' }, stop.signal);
    expect(code).toBe(130);
  });

  it('ends with 1 for a job that is not there', async () => {
    await expect(ao('job', jobId)).resolves.toMatchObject({ code: 1, err: expect.stringContaining('is not there') as string });
  });
});

describe('actions', () => {
  const action = (status: string, more: object = {}): Answer => ({ status: 202, json: { action_id: 'a-1', kind: 'k', status, corr_id: 'c', ...more } });

  it('waits until an action has settled', async () => {
    let polls = 0;
    answer = ({ method }) => (method === 'POST' || polls++ < 2 ? action('accepted') : action('succeeded'));
    await expect(ao('cancel', jobId, '--reason', 'enough')).resolves.toEqual({ code: 0, out: `cancelled job ${jobId}\n`, err: '' });
    expect(platform.received.find(({ method, path }) => method === 'POST' && path === '/actions')?.body).toMatchObject({ kind: 'training.cancel', input: { job_id: jobId, reason: 'enough' } });
  });

  it('ends with 1 when the action failed, saying why', async () => {
    answer = () => action('failed', { error: { title: 'Conflict', status: 409, code: 'failed_precondition', detail: 'the job has ended' } });
    await expect(ao('pause', jobId)).resolves.toMatchObject({ code: 1, out: '', err: expect.stringContaining('the job has ended') as string });
  });

  it.each([
    [['approve', jobId, '--reason', 'reads well'], 'promotion.approve', { job_id: jobId, reason: 'reads well' }, 'approved the promotion of job'],
    [['decline', jobId, '--reason', 'too terse'], 'promotion.decline', { job_id: jobId, reason: 'too terse' }, 'declined the promotion of job'],
    [['canary', 'stop', 'u-1', '--reason', 'enough'], 'canary.stop', { unit_id: 'u-1', reason: 'enough' }, 'stopped the canary of unit u-1'],
    [['outcome', 'receipt-1', '--wrong'], 'outcome.report', { receipt: 'receipt-1', solved: false }, 'recorded that answer a-7 was wrong'],
  ])('does %j', async (args, kind, input, said) => {
    answer = () => action('succeeded', { result: { answer_id: 'a-7' } });
    const { code, out } = await ao(...args);
    expect([code, out]).toEqual([0, expect.stringContaining(said)]);
    expect(platform.received.at(-1)?.body).toMatchObject({ kind, input });
  });

  it('shows which side answered, how sure it is, and how to say what became of the answer', async () => {
    const result = { output: { documents: ['grid'] }, confidence: 0.8, raw_confidence: 0.91, slot_version: 1, configuration_hash: 'abcdef0123456', latency_ms: 0.4, label: 'candidate', decision: 'escalated', escalated_to: 'recall/other', receipt: 'r-1', answer_id: 'a-1' };
    answer = ({ path }) => (path === '/orchestrator/mini_agents' ? page([]) : action('succeeded', { result }));
    const { out } = await ao('ask', 'recall/web-features', '{}', '--key', 'ann', '--label', 'candidate');
    expect(out).toMatch(/confidence 80\.0 % \(91\.0 % as the agent says it\), [^]*, candidate, escalated to recall\/other\nHow did it turn out\? --solved or --wrong:\nao outcome --solved r-1\n$/u);
    expect(platform.received.at(-1)?.body).toMatchObject({ input: { key: 'ann', label: 'candidate' } });
    answer = ({ path }) => (path === '/orchestrator/mini_agents' ? page([]) : action('succeeded', { result: { ...result, output: null, decision: 'abstained' } }));
    expect((await ao('ask', 'recall/web-features', '{}')).out).toMatch(/^It abstains: it is not sure enough to answer\.\n/u);
  });

  it('asks a specialist in the shape of its role', async () => {
    const result = { output: { documents: ['grid'] }, confidence: 0.8, slot_version: 1, configuration_hash: 'abcdef0123456', latency_ms: 0.4 };
    answer = ({ path }) => (path === '/orchestrator/mini_agents' ? page([{ id: 'recall', role: 'recall', version: '1.0.0' }]) : action('succeeded', { result }));
    const { out } = await ao('ask', 'recall/web-features', 'two-dimensional layout');
    expect(out).toMatch(/"grid"[^]*confidence 80\.0 %, 0\.4 ms, by configuration abcdef0123, slot version 1/u);
    expect(platform.received.at(-1)?.body).toMatchObject({ kind: 'specialist.answer', input: { slot: 'recall/web-features', input: { query: 'two-dimensional layout' } } });
    await ao('ask', 'recall/web-features', '{"query":"as it is"}');
    expect(platform.received.at(-1)?.body).toMatchObject({ input: { input: { query: 'as it is' } } });
  });
});

describe('evidence', () => {
  const path = `/state/orchestrator/jobs/${jobId}/evidence`;
  const routes = (archive: Answer): ((request: Received) => Answer | undefined) => (request) => (request.path === path ? archive : page([{ decision_id: 'd', outcomes_hash: 'f00d' }]));
  const bytes: Answer = (response) => void response.writeHead(200, { 'content-type': 'application/gzip' }).end(gzipSync('{}\n'));

  it('writes the archive to a file, and says how to check it', async () => {
    answer = routes(bytes);
    const file = join(folder, 'a.jsonl.gz');
    const { code, out } = await ao('export', jobId, '--out', file);
    expect([code, out]).toEqual([0, expect.stringMatching(/^exported the evidence of job [^]*\nao verify \S+a\.jsonl\.gz --outcomes-hash f00d\n$/u)]);
    expect(gunzipSync(readFileSync(file)).toString()).toBe('{}\n');
    const programs = await ao('export', jobId, '--out', file, '--json');
    expect(JSON.parse(programs.out)).toEqual({ job_id: jobId, file, bytes: readFileSync(file).length, outcomes_hash: 'f00d' });
  });

  it('keeps no half of an archive', async () => {
    answer = routes((response) => void response.writeHead(200, { 'content-type': 'application/gzip', 'content-length': '1000' }).write('half', () => response.destroy()));
    const file = join(folder, 'half.jsonl.gz');
    await expect(ao('export', jobId, '--out', file)).resolves.toMatchObject({ code: 3, out: '', err: expect.stringContaining('the archive broke off') as string });
    expect(existsSync(file)).toBe(false);
  });

  it('ends with 2 for a file that cannot be written, and with 1 before the job has ended', async () => {
    answer = routes(bytes);
    await expect(ao('export', jobId, '--out', join(folder, 'no/such/folder/a'))).resolves.toMatchObject({ code: 2, err: expect.stringContaining('cannot be written') as string });
    answer = () => ({ status: 409, json: { title: 'Conflict', status: 409, code: 'failed_precondition', detail: 'the job has not ended' } });
    await expect(ao('export', jobId)).resolves.toMatchObject({ code: 1, out: '', err: expect.stringContaining('the job has not ended') as string });
  });

  it('ends with 1 for an archive that does not agree with itself, naming the lines', async () => {
    const file = join(folder, 'changed.jsonl.gz');
    writeFileSync(file, gzipSync('{"line":1,"kind":"archive","data":{},"sha256":"no"}\n'));
    const { code, out, err } = await ao('verify', file);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/does not agree with itself, first at line 1 \(evidence_differs\)\n {2}line 1: /u);
    expect(JSON.parse((await ao('verify', file, '--json')).err)).toMatchObject({ code: 'evidence_differs', exit_code: 1, errors: [{ path: 'line 1' }, {}] });
  });

  it('shows a dozen differences, and all with --json', async () => {
    const file = join(folder, 'nonsense.jsonl.gz');
    writeFileSync(file, gzipSync('{"line":1,"kind":"odd","data":{},"sha256":"no"}\n'.repeat(40)));
    const all = (JSON.parse((await ao('verify', file, '--json')).err) as { errors: unknown[] }).errors.length;
    expect(all).toBeGreaterThanOrEqual(40);
    const { err } = await ao('verify', file);
    expect(err.match(/^ {2}line /gmu)).toHaveLength(12);
    expect(err).toContain(`\n  and ${all - 12} other differences; --json lists all\n`);
  });

  it('says of a file that is no gzip that it is no archive', async () => {
    const file = join(folder, 'plain');
    writeFileSync(file, 'plain');
    await expect(ao('verify', file)).resolves.toMatchObject({ code: 1, err: expect.stringContaining('is no archive') as string });
  });
});

describe('events', () => {
  const fact = { id: 'e-1', type: 'promotion.decided', key: 'job-1', time: '2026-11-23T05:29:11.123Z', data: { job_id: 'job-1', outcome: 'promoted', reason: 'good', evidence: {} } };
  const stream: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`id: p\ndata: ${JSON.stringify({ ...fact, type: 'state.read.model.patch' })}\n\n`);
    for (let each = 0; each < 3; each++) response.write(`id: ${each}\ndata: ${JSON.stringify(fact)}\n\n`);
  };

  it('prints a line a fact and ends at the limit, whether or not the stream does', async () => {
    answer = () => stream;
    const { code, out } = await ao('events', '--corr-id', 'c-1', '--from-start', '--limit', '2');
    expect([code, out]).toEqual([0, '05:29:11.123  promotion.decided             job-1  outcome=promoted reason=good\n'.repeat(2)]);
    expect(platform.received.at(-1)?.path).toBe('/events?corr_id=c-1&from_start=true');
  });

  it('shows patches of rows where they are asked for', async () => {
    answer = () => stream;
    const { out } = await ao('events', '--limit', '1', '--json', '--type', 'state.');
    expect(JSON.parse(out)).toMatchObject({ type: 'state.read.model.patch' });
  });

  it('prints the facts as JSON lines', async () => {
    answer = () => stream;
    const { out } = await ao('events', '--limit', '1', '--json');
    expect(JSON.parse(out)).toEqual(fact);
  });
});

it('says that the platform is away, and ends with 3, over HTTP and over gRPC', async () => {
  writeFileSync(join(folder, 'items.jsonl'), '{}\n');
  const away = { AO_URL: 'http://127.0.0.1:9', AO_GRPC_ADDRESS: '127.0.0.1:9', AO_TOKEN: 't' };
  for (const args of [['jobs'], ['report', 't'], ['events'], ['taskset', 'import', join(folder, 'items.jsonl'), '--name', 'a', '--role', 'recall']]) {
    await expect(runCli(args, away)).resolves.toMatchObject({ code: 3, out: '', err: expect.stringContaining('does not answer at') as string });
  }
});
