import { z } from 'zod';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { stateRows } from '@ao/contracts';
import { localBus } from '@ao/event-bus';
import { connect, type Sql } from '@ao/postgres';
import { createLogger } from '@ao/observability';
import { freePort, peersAt, startApplication, type Application } from '@ao/service';
import { patient, until } from '@ao/testing';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { actionStore } from './actions/action-store.js';
import { gateway } from './index.js';

const tokens = {
  admin: 'admin-token-0123456789',
  viewer: 'viewer-token-0123456789',
  application: 'application-token-0123456789',
  service: 'service-token-0123456789',
};
let postgres: TestPostgres;
let application: Application;
let sql: Sql;

/** A gateway whose peers are all away. */
const startAlone = async (): Promise<void> => {
  const address = `127.0.0.1:${await freePort('127.0.0.1')}`;
  sql = connect({ url: postgres.url, applicationName: 'gateway' });
  const logger = createLogger({ service: 'gateway', level: 'silent' });
  const peers = peersAt(address);
  const runtime = {
    name: 'gateway',
    sql,
    bus: localBus({ sql }),
    logger,
    peers,
    serviceToken: tokens.service,
    access: tokens,
  };
  application = await startApplication({
    runtime,
    services: [gateway.on(runtime, { maxStreams: 1, giveUpMs: 1_500, corsOrigins: ['https://board.example.org'] })],
    host: '127.0.0.1',
    httpPort: 0,
    grpcPort: 0,
  });
};

beforeAll(async () => {
  postgres = await testPostgres({ durable: true });
  await startAlone();
});
afterAll(async () => {
  await application?.stop();
  await postgres?.stop();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The shape differs from route to route; each test says what it expects.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}
const bearer = (token: string): Record<string, string> => (token === '' ? {} : { authorization: `Bearer ${token}` });
const send = async (path: string, init: RequestInit & { token?: string } = {}): Promise<Answer> => {
  const { token = tokens.admin, headers, ...rest } = init;
  const response = await fetch(`http://${application.http}${path}`, {
    ...rest,
    headers: { ...bearer(token), ...(headers as Record<string, string>) },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text,
  };
};
const post = (path: string, body: unknown, more: RequestInit & { token?: string } = {}): Promise<Answer> =>
  send(path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...more,
    headers: { 'content-type': 'application/json', ...(more.headers as Record<string, string>) },
  });
const start = '/orchestrator/mini_agents/start_training';

it.each<[string, unknown, string]>([
  ['no agent', {}, 'mini_agent'],
  ['an unknown field', { mini_agent: 'recall', colour: 1 }, 'colour'],
  ['an unknown field of the budget', { mini_agent: 'recall', budget: { gold: 1 } }, 'budget.gold'],
  ['a wrong type', { mini_agent: 'recall', budget: { tokens: 'many' } }, 'budget.tokens'],
  ['a negative budget', { mini_agent: 'recall', budget: { episodes: -1 } }, 'budget.episodes'],
  ['a budget beyond whole numbers', { mini_agent: 'recall', budget: { tokens: 1e300 } }, 'budget.tokens'],
  ['a fraction of an episode', { mini_agent: 'recall', budget: { episodes: 1.5 } }, 'budget.episodes'],
  ['a hint outside its range', { mini_agent: 'recall', hints: { diversity: 1.1 } }, 'hints.diversity'],
  ['a strategy of the wrong type', { mini_agent: 'recall', strategy: 7 }, 'strategy'],
  ['too many topics', { mini_agent: 'recall', topics: Array.from({ length: 17 }, String) }, 'topics'],
  ['a seed that is text', { mini_agent: 'recall', seed: '7' }, 'seed'],
  ['a share above one', { mini_agent: 'recall', gate: { alpha: 1.5 } }, 'gate.alpha'],
  ['an unknown field of the gate', { mini_agent: 'recall', gate: { strictness: 1 } }, 'gate.strictness'],
  ['a part of a run', { mini_agent: 'recall', gate: { runs_per_item: 1.5 } }, 'gate.runs_per_item'],
  ['a slice without a name', { mini_agent: 'recall', gate: { slices: [{ margin: 0.1 }] } }, 'gate.slices.0.name'],
  ['a promotion that is no object', { mini_agent: 'recall', promotion: 'canary' }, 'promotion'],
  ['half an outcome', { mini_agent: 'recall', promotion: { canary_outcomes: 20.5 } }, 'promotion.canary_outcomes'],
  ['a risk outside its range', { mini_agent: 'recall', calibration: { target_risk: -0.1 } }, 'calibration.target_risk'],
  ['no object', [], ''],
])('refuses to start a training with %s, and names the place', async (_, body, path) => {
  const { status, json } = await post(start, body);
  expect([status, json.code]).toEqual([400, 'invalid_argument']);
  expect(json.errors.map((error: { path: string }) => error.path)).toContain(path);
});

it.each<[string, unknown, string]>([
  ['an unknown kind', { kind: 'world.end', input: {} }, 'kind'],
  ['no input', { kind: 'training.cancel' }, 'input'],
  ['an input of another kind', { kind: 'training.cancel', input: { unit_id: 'u1' } }, 'input.job_id'],
  [
    'a wrong training inside',
    { kind: 'training.start', input: { mini_agent: 'recall', budget: { tokens: -1 } } },
    'input.budget.tokens',
  ],
  ['no reason', { kind: 'promotion.approve', input: { job_id: 'j' } }, 'input.reason'],
  ['a reason of blanks', { kind: 'promotion.decline', input: { job_id: 'j', reason: '  ' } }, 'input.reason'],
  [
    'a reason that is a book',
    { kind: 'promotion.approve', input: { job_id: 'j', reason: 'x'.repeat(2_001) } },
    'input.reason',
  ],
  ['an outcome that is text', { kind: 'outcome.report', input: { receipt: 'r', solved: 'yes' } }, 'input.solved'],
  ['an outcome of nothing', { kind: 'outcome.report', input: { receipt: '', solved: true } }, 'input.receipt'],
  ['no unit to stop', { kind: 'canary.stop', input: { reason: 'x' } }, 'input.unit_id'],
  ['another label', { kind: 'specialist.answer', input: { slot: 's', input: {}, label: 'previous' } }, 'input.label'],
  ['an empty key', { kind: 'training.pause', input: { job_id: 'j' }, idempotency_key: '' }, 'idempotency_key'],
])('refuses an action with %s, and names the place', async (_, body, path) => {
  const { status, json } = await post('/actions', body);
  expect([status, json.errors.map((error: { path: string }) => error.path)]).toEqual([
    400,
    expect.arrayContaining([path]),
  ]);
  expect(await sql`select from gateway.actions where kind = ${String((body as { kind: string }).kind)}`).toEqual([]);
});

it('lets viewers read and nobody without a token', async () => {
  expect((await post(start, { mini_agent: 'recall' }, { token: '' })).status).toBe(401);
  expect((await post(start, { mini_agent: 'recall' }, { token: tokens.viewer })).status).toBe(403);
  expect(
    (await post('/actions', { kind: 'training.pause', input: { job_id: 'j' } }, { token: tokens.viewer })).status,
  ).toBe(403);
  for (const path of ['/state/orchestrator/jobs', '/events', '/orchestrator/mini_agents', '/state/actions', '/metrics'])
    expect([path, (await send(path, { token: 'no' })).status]).toEqual([path, 401]);
  expect((await send('/state/actions', { token: tokens.viewer })).json).toMatchObject({ items: [] });
});

it('lets applications ask and report, see what is their own, and nothing else', async () => {
  const token = tokens.application;
  const question = { kind: 'specialist.answer', input: { slot: 'recall/questions', input: { query: 'x' } } };
  expect((await post('/actions', question, { token: tokens.viewer })).status).toBe(403);
  const asked = await post('/actions', question, { token });
  expect(asked.status).toBe(202);
  const others = await post('/actions', { kind: 'training.pause', input: { job_id: 'others' } });
  expect((await post('/actions', { kind: 'training.pause', input: { job_id: 'j' } }, { token })).json).toMatchObject({
    code: 'permission_denied',
    detail: 'this needs the role admin; the token has the role application',
  });
  expect((await send(`/state/actions/${asked.json.action_id}`, { token })).status).toBe(200);
  expect((await send(`/state/actions/${others.json.action_id}`, { token })).status).toBe(404);
  expect((await send('/state/actions', { token })).json.items).toMatchObject([{ action_id: asked.json.action_id }]);
  for (const path of ['/events', '/state/orchestrator/jobs', '/state/jobs/j', '/metrics'])
    expect([path, (await send(path, { token })).status]).toEqual([path, 403]);
  await sql`delete from gateway.actions`;
});

it('takes the key of the header as the one of the body', async () => {
  const action = { kind: 'training.pause', input: { job_id: 'header' } };
  const headers = { 'idempotency-key': '"from-header"' };
  const first = await post('/actions', action, { headers });
  const same = await post('/actions', { ...action, idempotency_key: 'from-header' });
  expect(same.json.action_id).toBe(first.json.action_id);
  const both = await post('/actions', { ...action, idempotency_key: 'another' }, { headers });
  expect(both).toMatchObject({ status: 400, json: { errors: [{ path: 'idempotency_key' }] } });
  expect((await post(start, { mini_agent: 'recall', idempotency_key: 'another' }, { headers })).status).toBe(400);
  const other = await post('/actions', { kind: 'training.resume', input: { job_id: 'header' } }, { headers });
  expect(other).toMatchObject({
    status: 409,
    json: { errors: [{ path: 'kind', message: 'was "training.pause" the first time, and is "training.resume" now' }] },
  });
  expect((await post('/actions', action, { headers: { 'idempotency-key': 'x'.repeat(201) } })).status).toBe(400);
  await sql`delete from gateway.actions`;
});

it('answers pages of the origins that are allowed, and no others', async () => {
  const preflight = (origin: string): Promise<Answer> =>
    send('/actions', {
      method: 'OPTIONS',
      token: '',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,idempotency-key',
      },
    });
  const allowed = (await preflight('https://board.example.org')).headers;
  expect(allowed.get('access-control-allow-origin')).toBe('https://board.example.org');
  expect(allowed.get('access-control-allow-headers')).toContain('idempotency-key');
  expect((await preflight('https://elsewhere.example.org')).headers.get('access-control-allow-origin')).toBeNull();
  const refused = await send('/state/actions', { token: 'no', headers: { origin: 'https://board.example.org' } });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
    401,
    'https://board.example.org',
  ]);
});

it('opens the stream, and nothing else, by a ticket', async () => {
  expect((await post('/events/tickets', undefined, { token: tokens.application })).status).toBe(403);
  const { status, json, headers } = await post('/events/tickets', undefined, { token: tokens.viewer });
  expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
  const ticket = encodeURIComponent(json.ticket);
  // The peer is away: who is told so was let in.
  expect((await send(`/events?ticket=${ticket}`, { token: '' })).status).toBe(503);
  expect((await send(`/events?ticket=${ticket.slice(0, -4)}0000`, { token: '' })).status).toBe(401);
  expect((await send(`/state/actions?ticket=${ticket}`, { token: '' })).status).toBe(401);
});

it('forgets what was settled long ago, and never what is to be done', async () => {
  const { json } = await post('/actions', { kind: 'training.pause', input: { job_id: 'old' } });
  const store = actionStore(sql, 'gateway');
  expect(await store.trim(0, 10)).toBe(0);
  await store.settle(json.action_id, { status: 'succeeded', result: {} });
  expect(await store.trim(60_000, 10)).toBe(0);
  await sql`update gateway.actions set updated_at = now() - interval '2 minutes' where action_id = ${json.action_id}`;
  expect(await store.trim(60_000, 10)).toBe(1);
  expect((await send(`/state/actions/${json.action_id}`)).status).toBe(404);
});

it('filters actions by values that there are', async () => {
  expect((await send('/state/actions?status=done')).json.errors).toMatchObject([{ path: 'status' }]);
  expect((await send('/state/actions?kind=world.end')).json.errors).toMatchObject([{ path: 'kind' }]);
});

it('answers 503 at once while a peer is away, and says when to come back', async () => {
  const began = performance.now();
  const answers = await Promise.all([
    post(start, { mini_agent: 'recall' }),
    send('/state/orchestrator/jobs'),
    send('/state/orchestrator/jobs/j1/trials'),
    send('/orchestrator/mini_agents'),
    send('/state/slots/recall%2Fquestions'),
    send('/events'),
  ]);
  for (const { status, json, headers } of answers)
    expect([status, json.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
  expect(performance.now() - began).toBeLessThan(patient(3_000));
});

it('gives the place of a stream back when it could not be opened', async () => {
  for (let round = 0; round < 3; round++) expect((await send('/events')).status).toBe(503);
});

it('checks queries', async () => {
  expect((await send('/state/orchestrator/jobs?limit=0')).json.errors).toMatchObject([{ path: 'limit' }]);
  expect((await send('/state/orchestrator/jobs?colour=red')).json.errors).toMatchObject([{ path: 'colour' }]);
  expect((await send('/state/orchestrator/jobs?status=a&status=b')).json.errors).toMatchObject([{ path: 'status' }]);
  expect((await send('/events?from_start=perhaps')).json.errors).toMatchObject([{ path: 'from_start' }]);
  expect((await send('/state/actions?cursor=1')).status).toBe(400);
  expect((await send('/state/actions/not-a-uuid')).status).toBe(404);
});

it('knows its routes', async () => {
  expect(await send('/nowhere')).toMatchObject({
    status: 404,
    json: { code: 'not_found', corr_id: expect.any(String) },
  });
  const wrong = await send('/actions');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await send('/state/orchestrator/jobs', { method: 'DELETE' })).headers.get('allow')).toBe('GET, HEAD');
  expect((await post('/actions', 'a=b', { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  expect((await post('/actions', `{"kind":"${'x'.repeat(2_000_000)}"}`)).status).toBe(413);
  expect((await post('/actions', '{"kind":')).json).toMatchObject({
    code: 'invalid_argument',
    detail: expect.stringContaining('not valid JSON'),
  });
});

it('keeps an action, the same for the same key, and fails it when its peer stays away', async () => {
  const action = { kind: 'training.cancel', input: { job_id: 'j1', reason: 'enough' }, idempotency_key: 'key-1' };
  const [first, ...others] = await Promise.all(
    [1, 2, 3, 4].map(() => post('/actions', action, { headers: { 'corr-id': 'story-9' } })),
  );
  expect(first).toMatchObject({ status: 202, json: { kind: 'training.cancel', corr_id: 'story-9' } });
  for (const other of others) expect(other.json.action_id).toBe(first?.json.action_id);
  expect(await post('/actions', { ...action, input: { job_id: 'j2' } })).toMatchObject({
    status: 409,
    json: { code: 'already_exists', errors: [{ path: 'input.job_id' }, { path: 'input.reason' }] },
  });
  const failed = await until(async () => {
    const { json } = await send(`/state/actions/${first?.json.action_id}`);
    return json.status === 'failed' && json;
  });
  expect(failed).toMatchObject({
    input: action.input,
    result: null,
    error: { code: 'unavailable', status: 503, corr_id: 'story-9' },
    subject: 'user:admin',
  });
  expect(failed.attempts).toBeGreaterThan(1);
});

it('pages its actions', async () => {
  for (let at = 0; at < 4; at++) await post('/actions', { kind: 'training.pause', input: { job_id: `p${at}` } });
  const first = await send('/state/actions?limit=3');
  const second = await send(`/state/actions?limit=3&cursor=${first.json.next_cursor}`);
  expect([...first.json.items, ...second.json.items].map((row) => row.input.job_id)).toEqual([
    'p3',
    'p2',
    'p1',
    'p0',
    'j1',
  ]);
  expect(second.json.next_cursor).toBeNull();
});

it('describes every route that it serves, and nothing else, in valid schemas', async () => {
  const { json, status } = await send('/openapi.json', { token: '' });
  expect([status, json.openapi]).toEqual([200, '3.1.0']);
  const described = Object.entries(json.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(
    [
      'GET /orchestrator/mini_agents',
      'GET /orchestrator/mini_agents/{id}',
      'POST /specialists/answer',
      'POST /orchestrator/mini_agents/start_training',
      'GET /state/orchestrator/jobs',
      'GET /state/orchestrator/jobs/{job_id}',
      'GET /state/orchestrator/jobs/{job_id}/trials',
      'GET /state/orchestrator/jobs/{job_id}/episodes',
      'GET /state/orchestrator/jobs/{job_id}/reports',
      'GET /state/orchestrator/jobs/{job_id}/decisions',
      'GET /state/orchestrator/jobs/{job_id}/episodes/texts',
      'GET /state/orchestrator/jobs/{job_id}/evidence',
      'GET /state/gate-ledgers/{agent}/{task_set}',
      'POST /actions',
      'GET /state/actions',
      'GET /state/actions/{action_id}',
      'GET /state/governor/hints',
      ...Object.keys(stateRows).flatMap((view) => [`GET /state/${view}`, `GET /state/${view}/{id}`]),
      'GET /state/slots/{agent}/{task_set}',
      'GET /events',
      'POST /events/tickets',
      'GET /orchestrator/contents/{hash}',
      'POST /task-sets',
      'GET /task-sets/{reference}/export',
      'GET /openapi.json',
      'GET /healthz',
      'GET /readyz',
      'GET /metrics',
    ].sort(),
  );
  const { Validator } = await import('@seriousme/openapi-schema-validator');
  expect(await new Validator().validate(structuredClone(json))).toEqual({ valid: true });
  const operations = Object.values(
    json.paths as Record<
      string,
      Record<
        string,
        {
          operationId: string;
          responses: Record<string, { content: Record<string, { schema: object }> }>;
          requestBody?: { content: Record<string, { schema: object }> };
        }
      >
    >,
  ).flatMap((methods) => Object.values(methods));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addVocabulary(['components']);
  ajv.addSchema({ $id: 'doc', components: json.components });
  const schemas = operations.flatMap(({ responses, requestBody }) =>
    [...Object.values(responses), ...(requestBody ? [requestBody] : [])].flatMap(({ content }) =>
      Object.values(content).map(({ schema }) => schema),
    ),
  );
  for (const schema of schemas)
    expect(() =>
      ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc#/components'))),
    ).not.toThrow();
  const body = ajv.compile(
    json.paths['/orchestrator/mini_agents/start_training'].post.requestBody.content['application/json'].schema,
  );
  expect([
    body({ mini_agent: 'recall', budget: { tokens: 1 } }),
    body({ mini_agent: 'recall', budget: { tokens: -1 } }),
    body({}),
  ]).toEqual([true, false, false]);
  const problem = ajv.getSchema('doc#/components/schemas/Problem');
  expect(problem?.((await send('/nowhere')).json)).toBe(true);
  expect(
    z.looseObject({ info: z.looseObject({ title: z.string(), version: z.string() }) }).safeParse(json).success,
  ).toBe(true);
});

it('answers 503 while Postgres is away, and goes on when it is back', async () => {
  await postgres.crash();
  const began = performance.now();
  expect(await post('/actions', { kind: 'training.pause', input: { job_id: 'j' } })).toMatchObject({
    status: 503,
    json: { code: 'unavailable' },
  });
  expect(performance.now() - began).toBeLessThan(patient(5_000));
  expect((await send('/healthz', { token: '' })).status).toBe(200);
  expect(await send('/readyz', { token: '' })).toMatchObject({ status: 503, json: { status: 'unavailable' } });
  await postgres.restart();
  await until(async () => (await post('/actions', { kind: 'training.pause', input: { job_id: 'j' } })).status === 202);
});
