import { connect } from 'node:net';
import { Body, Get, Module, Param, Post, Query, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { z } from 'zod';
import { diskFull, DomainError, type ErrorCode } from '@ao/kernel';
import {
  Answers,
  Caller,
  HealthController,
  HTTP_EDGE,
  HttpAdapter,
  HttpController,
  Needs,
  openApiDocument,
  READINESS,
  TakesStream,
  withStreamedBody,
  type CallerContext,
} from './index.js';

const order = z.strictObject({
  name: z.string().max(20),
  budget: z.strictObject({ tokens: z.int().min(0) }).optional(),
});
const page = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).optional() });
const anything = z.object({});
const admin = 'admin-token-0123456789';
const viewer = 'viewer-token-0123456789';

@HttpController('orders')
class OrderController {
  @Post()
  @Needs('admin')
  @Answers({ summary: 'Places an order.', status: 202, answer: anything })
  place(@Body({ schema: order }) body: z.output<typeof order>, @Caller() caller: CallerContext): object {
    return { ...body, ...caller };
  }

  @Post('file')
  @Needs('admin')
  @TakesStream()
  @Answers({ summary: 'Counts the bytes of a file.', answer: anything })
  count(@Req() request: FastifyRequest): Promise<object> {
    return withStreamedBody(request, async (pieces) => {
      let bytes = 0;
      for await (const piece of pieces) {
        if (piece.includes(0)) throw new DomainError('invalid_argument', 'NUL');
        bytes += piece.length;
      }
      return { bytes };
    });
  }

  @Get()
  @Answers({ summary: 'Lists orders.', answer: anything })
  list(@Query({ schema: page }) query: z.output<typeof page>): object {
    return query;
  }

  @Get('fail/:code')
  @Answers({ summary: 'Fails.', answer: anything })
  fail(@Param('code') code: string): never {
    if (code === 'disk') throw diskFull('Postgres could not write');
    throw code === 'bug' ? new Error('secret inside') : new DomainError(code as ErrorCode, 'because');
  }
}

const readiness = { database: async () => undefined, bus: async () => Promise.reject(new Error('the bus is away')) };

@Module({
  controllers: [OrderController, HealthController],
  providers: [
    {
      provide: HTTP_EDGE,
      useValue: { access: { admin, viewer, service: 'service-token-012345' }, logger: pino({ level: 'silent' }) },
    },
    { provide: READINESS, useValue: readiness },
  ],
})
class TestModule {}

let app: NestFastifyApplication;
let base: string;

beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(
    TestModule,
    new HttpAdapter({ logger: pino({ level: 'silent' }), limits: { requestsPerMinute: 200 } }),
    { logger: false },
  );
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
});
afterAll(() => app.close());

interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}
const bearer = (token: string): Record<string, string> => (token === '' ? {} : { authorization: `Bearer ${token}` });
const call = async (path: string, { token = admin, headers = {}, ...init }: Call = {}) => {
  const response = await fetch(base + path, {
    ...(init as RequestInit),
    headers: { ...bearer(token), 'content-type': 'application/json', ...headers },
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    headers: response.headers,
    type,
    json: type.includes('json') ? JSON.parse(text) : text,
  };
};
const place = (body: string | Uint8Array, more: Call = {}) => call('/orders', { method: 'POST', body, ...more });

it('answers a good request, and gives the corr_id back', async () => {
  const { status, json, headers } = await place('{"name":"a"}', { headers: { 'corr-id': 'story-1' } });
  expect([status, json]).toEqual([202, { name: 'a', corrId: 'story-1', subject: 'user:admin', role: 'admin' }]);
  expect(headers.get('corr-id')).toBe('story-1');
  const made = await place('{"name":"a"}', { headers: { 'corr-id': 'not valid!', 'x-correlation-id': 'story-2' } });
  expect(made.json.corrId).toBe('story-2');
});

it.each([
  ['no token', { token: '' }, 401, 'unauthenticated'],
  ['a wrong token', { token: 'wrong' }, 401, 'unauthenticated'],
  ['a viewer who writes', { token: viewer }, 403, 'permission_denied'],
])('refuses %s', async (_, more, status, code) => {
  const answer = await place('{"name":"a"}', more);
  expect([answer.status, answer.json.code, answer.type]).toEqual([status, code, 'application/problem+json']);
  expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer realm="agent-orchestrator"' : null);
});

it.each([
  ['an unknown field', '{"name":"a","colour":1}', [{ path: 'colour', message: 'is not a known field' }]],
  [
    'an unknown field inside',
    '{"name":"a","budget":{"tokens":1,"gold":1}}',
    [{ path: 'budget.gold', message: 'is not a known field' }],
  ],
  [
    'a wrong type inside',
    '{"name":"a","budget":{"tokens":"many"}}',
    [{ path: 'budget.tokens', message: expect.stringContaining('number') }],
  ],
  [
    'a negative amount',
    '{"name":"a","budget":{"tokens":-1}}',
    [{ path: 'budget.tokens', message: expect.any(String) }],
  ],
  [
    'two faults at once',
    '{"name":1,"budget":{"tokens":0.5}}',
    [expect.objectContaining({ path: 'name' }), expect.objectContaining({ path: 'budget.tokens' })],
  ],
  ['null', 'null', [expect.objectContaining({ path: '' })]],
  ['no body', '', [expect.objectContaining({ path: '' })]],
  ['a prototype', '{"name":"a","__proto__":{"x":1}}', expect.any(Array)],
])('names every place that is wrong: %s', async (name, body, errors) => {
  const { status, json, type } = await place(body);
  if (name === 'a prototype') return expect(status).toBeLessThan(500);
  expect([status, type]).toEqual([400, 'application/problem+json']);
  expect(json).toMatchObject({
    title: 'Bad Request',
    status: 400,
    code: 'invalid_argument',
    errors,
    corr_id: expect.any(String),
    detail: expect.any(String),
  });
});

it('takes in what comes of a body that it refuses, so that its client reads why', async () => {
  const body = JSON.stringify({ name: 'x'.repeat(20 * 1024 * 1024) });
  const answers = await Promise.all(Array.from({ length: 12 }, () => place(body)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([413]));
});

it.each<{ what: string; body: string | Uint8Array; status: number; code: string; type?: string }>([
  { what: 'malformed JSON', body: '{"name":', status: 400, code: 'invalid_argument' },
  { what: 'bad UTF-8', body: Uint8Array.of(0x22, 0xff, 0x22), status: 400, code: 'invalid_argument' },
  { what: 'deep JSON', body: '['.repeat(5000) + ']'.repeat(5000), status: 400, code: 'invalid_argument' },
  {
    what: 'ten megabytes',
    body: JSON.stringify({ name: 'x'.repeat(10 * 1024 * 1024) }),
    status: 413,
    code: 'payload_too_large',
  },
  {
    what: 'another media type',
    body: 'name=a',
    type: 'application/x-www-form-urlencoded',
    status: 415,
    code: 'unsupported_media_type',
  },
])('refuses $what', async ({ body, status, code, type = 'application/json' }) => {
  const answer = await place(body, { headers: { 'content-type': type } });
  expect([answer.status, answer.type, answer.json.code]).toEqual([status, 'application/problem+json', code]);
  expect(answer.headers.get('corr-id')).toBe(answer.json.corr_id);
});

it('hands a file of any size on as it arrives, to the route that takes one alone', async () => {
  const file = (body: string | Uint8Array, type = 'text/csv', path = '/orders/file') =>
    call(path, { method: 'POST', body, headers: { 'content-type': type } });
  expect(await file('x'.repeat(5_000_000))).toMatchObject({ status: 200, json: { bytes: 5_000_000 } });
  expect(await file('', 'text/csv')).toMatchObject({ status: 200, json: { bytes: 0 } });
  expect(await file('a,b', 'text/csv', '/orders')).toMatchObject({ status: 415 });
  expect(await file('a,b', 'text/html')).toMatchObject({ status: 415 });
});

it('says why it refuses a file though the client still sends it', async () => {
  const body = new Uint8Array(8_000_000).fill(1);
  body[0] = 0;
  const answer = await call('/orders/file', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_argument' } });
});

it('knows which methods a path takes', async () => {
  expect(await call('/nowhere')).toMatchObject({ status: 404, json: { code: 'not_found' } });
  const wrong = await call('/orders', { method: 'DELETE' });
  expect([wrong.status, wrong.json.code, wrong.headers.get('allow')]).toEqual([
    405,
    'method_not_allowed',
    'GET, HEAD, POST',
  ]);
  expect(await call('/orders/%ff')).toMatchObject({ status: 400, type: 'application/problem+json' });
  expect(await call('/orders?limit=0')).toMatchObject({ status: 400, json: { errors: [{ path: 'limit' }] } });
  expect(await call('/orders?limit=7')).toMatchObject({ status: 200, json: { limit: 7 } });
});

it.each([
  ['not_found', 404],
  ['already_exists', 409],
  ['failed_precondition', 409],
  ['resource_exhausted', 429],
  ['unavailable', 503],
  ['deadline_exceeded', 503],
])('maps %s to %d', async (code, status) => {
  const answer = await call(`/orders/fail/${code}`);
  expect([answer.status, answer.json.code, answer.json.detail]).toEqual([status, code, 'because']);
  expect(answer.headers.has('retry-after')).toBe(status === 503 || status === 429);
});

it('tells a full disk from a limit', async () => {
  expect(await call('/orders/fail/disk')).toMatchObject({
    status: 507,
    json: { code: 'insufficient_storage', detail: expect.stringContaining('the disk is full') as string },
  });
});

it('tells nobody what went wrong inside', async () => {
  const { status, json } = await call('/orders/fail/bug');
  expect([status, json.code]).toEqual([500, 'internal']);
  expect(JSON.stringify(json)).not.toContain('secret');
});

it('answers probes without a token, metrics only with one', async () => {
  expect(await call('/healthz', { token: '' })).toMatchObject({ status: 200, json: { status: 'ok' } });
  expect(await call('/readyz', { token: '' })).toMatchObject({
    status: 503,
    json: { status: 'unavailable', checks: { database: 'ok', bus: 'the bus is away' } },
  });
  expect((await call('/metrics', { token: '' })).status).toBe(401);
  const metrics = await call('/metrics');
  expect(metrics.type).toContain('text/plain');
  expect(metrics.json).toContain('ao_http_request_seconds_count{method="POST",route="/orders",status="202"}');
});

it('answers bytes that are not HTTP with a problem document', async () => {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  const answered = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk))).on('close', () => resolve(text));
  });
  socket.write('this is not http\r\n\r\n');
  const text = await answered;
  expect(text).toMatch(/^HTTP\/1.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
});

it('describes its routes from the schemas that check them', () => {
  const document = openApiDocument({ title: 't', version: '1', description: 'd' }, [
    OrderController,
    HealthController,
  ]) as {
    paths: Record<string, Record<string, { requestBody?: unknown; parameters: unknown[]; security: unknown[] }>>;
  };
  expect(Object.keys(document.paths)).toEqual([
    '/orders',
    '/orders/file',
    '/orders/fail/{code}',
    '/healthz',
    '/readyz',
    '/metrics',
  ]);
  expect(JSON.stringify(document.paths['/orders']?.['post']?.requestBody)).toContain('"tokens"');
  expect(document.paths['/orders']?.['get']?.parameters).toMatchObject([
    { name: 'limit', in: 'query', required: false },
  ]);
  expect(document.paths['/healthz']?.['get']?.security).toEqual([]);
});

it('bounds how often one address may ask', async () => {
  const answers = await Promise.all(Array.from({ length: 220 }, () => call('/orders')));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.json.code).toBe('resource_exhausted');
  expect(refused?.headers.get('retry-after')).toBeTruthy();
});
