import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleJob, sampleTrial } from './testing/sample-report.js';
import { runCli } from './testing/run-cli.js';
import type { Answer, Received } from './testing/stand-in-platform.js';
import { page, stoodIn } from './testing/stood-in.js';

const here = stoodIn();
const { ao, folder } = here;
const jobId = sampleJob.job_id;
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

  it.each([
    [['nope']],
    [['train']],
    [['train', 'recall', '--seed', '-1']],
    [['train', 'recall', '--diversity', 'much']],
    [['unit', 'revert', 'u']],
    [['demo', '--agent', 'x']],
    [['report', 't', '--format', 'xml']],
    [['train', 'recall', '--promotion', 'maybe']],
    [['train', 'recall', '--slice', 'long']],
    [['train', 'recall', '--latency-margin', '-1']],
    [['approve', 'j']],
    [['outcome', 'r']],
    [['outcome', 'r', '--solved', '--wrong']],
    [['verify', '/nowhere/at/all']],
    [['ask', 's', 'x', '--label', 'previous']],
    [[]],
  ])('ends with 2 for %j and prints nothing on stdout', async (args) => {
    const { code, out, err } = await ao(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  });

  it('ends with 2 for an environment that is wrong, naming the variable', async () => {
    const { code, err } = await runCli(['jobs'], { AO_URL: 'nonsense' });
    expect(code).toBe(2);
    expect(err).toContain('AO_URL: must be an http:// or https:// address');
  });

  it('ends with 2 for a file that cannot be read', async () => {
    const { code, err } = await ao(
      'taskset',
      'import',
      join(folder, 'absent.jsonl'),
      '--name',
      'a',
      '--role',
      'recall',
    );
    expect([code, err]).toEqual([2, expect.stringContaining('absent.jsonl cannot be read')]);
  });
});

describe('train', () => {
  it('sends the request with the token and prints the job', async () => {
    here.answer = jobRoutes(sampleJob);
    const { code, out } = await ao('train', 'recall', '--seed', '7', '--topic', 'a', '--topic', 'b', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, { job_id: jobId, corr_id: 'c', version: 1 }]);
    expect(here.platform.received.at(-1)).toMatchObject({
      method: 'POST',
      path: '/orchestrator/mini_agents/start_training',
      authorization: 'Bearer secret',
      body: { mini_agent: 'recall', seed: 7, topics: ['a', 'b'] },
    });
  });

  it('prints a refusal with each wrong place, and ends with 1', async () => {
    here.answer = () => ({
      status: 400,
      json: {
        title: 'Bad Request',
        status: 400,
        code: 'invalid_argument',
        detail: 'not valid',
        errors: [{ path: 'seed', message: 'must be smaller' }],
        corr_id: 'c',
      },
    });
    const people = await ao('train', 'recall');
    expect(people).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('\n  seed: must be smaller\n') as string,
    });
    const programs = await ao('train', 'recall', '--json');
    expect(programs.out).toBe('');
    expect(JSON.parse(programs.err)).toMatchObject({
      code: 'invalid_argument',
      errors: [{ path: 'seed', message: 'must be smaller' }],
      exit_code: 1,
    });
  });

  it('follows to the end: plain lines on stderr, the report on stdout', async () => {
    const trials = [
      sampleTrial('search', 'incumbent', 'in'),
      sampleTrial('search', 'candidate', 'a', { solve_rate: 0.7 }),
    ];
    let asked = 0;
    here.answer = (request) =>
      jobRoutes(
        {
          ...sampleJob,
          status: request.path.endsWith(jobId) && asked++ < 2 ? 'running' : 'completed',
          outcome: 'rejected',
          lease_id: null,
        },
        trials,
      )(request);
    const { code, out, err } = await ao('train', 'recall', '--follow');
    expect(code).toBe(0);
    expect(err).toMatch(
      /^search, round 1: trial 2\/2 of 1 candidate \| best 70\.0 %, incumbent 60\.0 % \| 2,480\/8,000 episodes/u,
    );
    expect(`${out}${err}`).not.toContain('\u001b');
    expect(out).toMatch(/started job[^]*recall on web-features @3f2c5a7be1 {2}REJECTED/u);
  });

  it('waits for the row of a job that it just started', async () => {
    let early = 2;
    const routes = jobRoutes({ ...sampleJob, lease_id: null, outcome: 'held' });
    here.answer = (request) => (request.path.endsWith(jobId) && early-- > 0 ? undefined : routes(request));
    await expect(ao('train', 'recall', '--follow')).resolves.toMatchObject({
      code: 0,
      out: expect.stringContaining('HELD') as string,
    });
  });

  it('says what waits for a person, and goes on following', async () => {
    const statuses = ['running', 'awaiting_approval', 'awaiting_approval', 'canary', 'completed'];
    here.answer = (request) => {
      const status = request.path.endsWith(jobId) && statuses.length > 1 ? statuses.shift() : statuses[0];
      return jobRoutes({
        ...sampleJob,
        status,
        outcome: 'promoted',
        lease_id: null,
        canary: { unit_id: 'u', status: 'running', share: 0.2, outcomes: 100 },
      })(request);
    };
    const { code, out, err } = await ao('job', jobId, '--follow');
    expect(code).toBe(0);
    expect(err).toContain(`\nwaiting for a person: ao approve ${jobId} --reason "..." | `);
    expect(err).toContain(
      '\ncanary: the candidate has 20.0 % of the traffic until 100 of its answers have an outcome | ',
    );
    expect(err.match(/waiting for a person/gu)).toHaveLength(1);
    expect(out).toContain('PROMOTED');
  });

  it('ends with 4 for a job that was denied, after its report', async () => {
    here.answer = jobRoutes({
      ...sampleJob,
      status: 'denied',
      outcome: null,
      reason: 'no policy allows it',
      policies: ['p-1'],
      lease_id: null,
    });
    const { code, out, err } = await ao('job', jobId, '--follow');
    expect(code).toBe(4);
    expect(out).toContain('DENIED');
    expect(err).toMatch(/ended denied: no policy allows it\n {2}decided by p-1/u);
  });

  it('ends with 5 for a job that takes longer than allowed', async () => {
    here.answer = jobRoutes({ ...sampleJob, status: 'running', outcome: null, lease_id: null });
    const { code, err } = await ao('job', jobId, '--follow', '--timeout', '1');
    expect([code, err]).toEqual([5, expect.stringContaining('did not end within 1 s')]);
  });

  it('prints JSON lines alone with --follow --json', async () => {
    here.answer = jobRoutes({ ...sampleJob, lease_id: null, outcome: 'held' });
    const { out } = await ao('train', 'recall', '--follow', '--json');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(lines.map(({ event }) => event)).toEqual(['started', 'report']);
  });

  it('ends with 130 when interrupted', async () => {
    const stop = new AbortController();
    here.answer = (request) => {
      stop.abort();
      return jobRoutes({ ...sampleJob, status: 'running', outcome: null })(request);
    };
    const { code } = await runCli(
      ['job', jobId, '--follow'],
      { AO_URL: here.platform.url, AO_TOKEN: 't' },
      stop.signal,
    );
    expect(code).toBe(130);
  });

  it('ends with 1 for a job that is not there', async () => {
    await expect(ao('job', jobId)).resolves.toMatchObject({
      code: 1,
      err: expect.stringContaining('is not there') as string,
    });
  });
});

describe('actions', () => {
  const action = (status: string, more: object = {}): Answer => ({
    status: 202,
    json: { action_id: 'a-1', kind: 'k', status, corr_id: 'c', ...more },
  });

  it('waits until an action has settled', async () => {
    let polls = 0;
    here.answer = ({ method }) => (method === 'POST' || polls++ < 2 ? action('accepted') : action('succeeded'));
    await expect(ao('cancel', jobId, '--reason', 'enough')).resolves.toEqual({
      code: 0,
      out: `cancelled job ${jobId}\n`,
      err: '',
    });
    expect(
      here.platform.received.find(({ method, path }) => method === 'POST' && path === '/actions')?.body,
    ).toMatchObject({ kind: 'training.cancel', input: { job_id: jobId, reason: 'enough' } });
  });

  it('ends with 1 when the action failed, saying why', async () => {
    here.answer = () =>
      action('failed', {
        error: { title: 'Conflict', status: 409, code: 'failed_precondition', detail: 'the job has ended' },
      });
    await expect(ao('pause', jobId)).resolves.toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('the job has ended') as string,
    });
  });

  it.each([
    [
      ['approve', jobId, '--reason', 'reads well'],
      'promotion.approve',
      { job_id: jobId, reason: 'reads well' },
      'approved the promotion of job',
    ],
    [
      ['decline', jobId, '--reason', 'too terse'],
      'promotion.decline',
      { job_id: jobId, reason: 'too terse' },
      'declined the promotion of job',
    ],
    [
      ['canary', 'stop', 'u-1', '--reason', 'enough'],
      'canary.stop',
      { unit_id: 'u-1', reason: 'enough' },
      'stopped the canary of unit u-1',
    ],
    [
      ['outcome', 'receipt-1', '--wrong'],
      'outcome.report',
      { receipt: 'receipt-1', solved: false },
      'recorded that answer a-7 was wrong',
    ],
  ])('does %j', async (args, kind, input, said) => {
    // The unit whose canary runs is read before it is stopped.
    here.answer = ({ path }) =>
      path.startsWith('/state/units/')
        ? { json: { unit_id: 'u-1', canary: { status: 'running' } } }
        : action('succeeded', { result: { answer_id: 'a-7' } });
    const { code, out } = await ao(...args);
    expect([code, out]).toEqual([0, expect.stringContaining(said)]);
    expect(here.platform.received.at(-1)?.body).toMatchObject({ kind, input });
  });

  it('shows which side answered, how sure it is, and how to say what became of the answer', async () => {
    const result = {
      output: { documents: ['grid'] },
      confidence: 0.8,
      raw_confidence: 0.91,
      slot_version: 1,
      configuration_hash: 'abcdef0123456',
      latency_ms: 0.4,
      label: 'candidate',
      decision: 'escalated',
      escalated_to: 'recall/other',
      receipt: 'r-1',
      answer_id: 'a-1',
    };
    here.answer = ({ path }) => ({ json: path === '/specialists/answer' ? result : { id: 'recall', role: 'recall' } });
    const { out } = await ao('ask', 'recall/web-features', '{}', '--key', 'ann', '--label', 'candidate');
    expect(out).toMatch(
      /confidence 80\.0 % \(91\.0 % as the agent says it\), [^]*, candidate, escalated to recall\/other\nHow did it turn out\? --solved or --wrong:\nao outcome --solved r-1\n$/u,
    );
    expect(here.platform.received.at(-1)).toMatchObject({
      path: '/specialists/answer',
      body: { slot: 'recall/web-features', key: 'ann', label: 'candidate' },
    });
    here.answer = ({ path }) => ({
      json:
        path === '/specialists/answer'
          ? { ...result, output: undefined, decision: 'abstained' }
          : { id: 'recall', role: 'recall' },
    });
    expect((await ao('ask', 'recall/web-features', '{}')).out).toMatch(
      /^It abstains: it is not sure enough to answer\.\n/u,
    );
  });

  it('asks a specialist in the shape of its role', async () => {
    const result = {
      output: { documents: ['grid'] },
      confidence: 0.8,
      slot_version: 1,
      configuration_hash: 'abcdef0123456',
      latency_ms: 0.4,
    };
    here.answer = ({ path }) => ({
      json:
        path === '/specialists/answer'
          ? result
          : path === '/orchestrator/mini_agents/recall'
            ? { id: 'recall', role: 'recall', version: '1.0.0' }
            : { items: [] },
    });
    const { out } = await ao('ask', 'recall/web-features', 'two-dimensional layout');
    expect(out).toMatch(/"grid"[^]*confidence 80\.0 %, 0\.4 ms, by configuration abcdef0123, slot version 1/u);
    expect(here.platform.received.at(-1)).toMatchObject({
      path: '/specialists/answer',
      body: { slot: 'recall/web-features', input: { query: 'two-dimensional layout' } },
    });
    expect(here.platform.received.map(({ path }) => path)).not.toContain('/orchestrator/mini_agents');
    await ao('ask', 'recall/web-features', '{"query":"as it is"}');
    expect(here.platform.received.at(-1)?.body).toMatchObject({ input: { query: 'as it is' } });
  });
});

describe('events', () => {
  const fact = {
    id: 'e-1',
    type: 'promotion.decided',
    key: 'job-1',
    time: '2026-11-23T05:29:11.123Z',
    data: { job_id: 'job-1', outcome: 'promoted', reason: 'good', evidence: {} },
  };
  const stream: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`id: p\ndata: ${JSON.stringify({ ...fact, type: 'state.read.model.patch' })}\n\n`);
    for (let each = 0; each < 3; each++) response.write(`id: ${each}\ndata: ${JSON.stringify(fact)}\n\n`);
  };

  it('prints a line a fact and ends at the limit, whether or not the stream does', async () => {
    here.answer = () => stream;
    const { code, out } = await ao('events', '--corr-id', 'c-1', '--from-start', '--limit', '2');
    expect([code, out]).toEqual([
      0,
      '2026-11-23T05:29:11.123Z  promotion.decided             job-1  outcome=promoted reason=good\n'.repeat(2),
    ]);
    expect(here.platform.received.at(-1)?.path).toBe('/events?corr_id=c-1&from_start=true');
  });

  it('shows patches of rows where they are asked for', async () => {
    here.answer = () => stream;
    const { out } = await ao('events', '--limit', '1', '--json', '--type', 'state.');
    expect(JSON.parse(out)).toMatchObject({ type: 'state.read.model.patch' });
  });

  it('prints the facts as JSON lines', async () => {
    here.answer = () => stream;
    const { out } = await ao('events', '--limit', '1', '--json');
    expect(JSON.parse(out)).toEqual(fact);
  });
});

it('says that the platform is away, and ends with 3, over HTTP and over gRPC', async () => {
  writeFileSync(join(folder, 'items.jsonl'), '{}\n');
  const away = { AO_URL: 'http://127.0.0.1:9', AO_GRPC_ADDRESS: '127.0.0.1:9', AO_TOKEN: 't' };
  for (const args of [
    ['jobs'],
    ['report', 't'],
    ['events'],
    ['taskset', 'import', join(folder, 'items.jsonl'), '--name', 'a', '--role', 'recall'],
  ]) {
    await expect(runCli(args, away)).resolves.toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('does not answer at') as string,
    });
  }
});
