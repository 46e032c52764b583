import { orchestrator } from '@ao/contracts';
import { rpcClient } from '@ao/rpc';
import { Api, type Answer } from './platform/api.js';
import { SharedPlatform } from './platform/shared.js';

interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly corr_id: string;
}

const platform = new SharedPlatform();
const start = '/orchestrator/mini_agents/start_training';
const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`;

/** Bodies that are refused: name, body, status, and a path that the problem names. */
const refused: readonly (readonly [string, unknown, number, string | null])[] = [
  ['no agent', {}, 400, 'mini_agent'],
  ['an unknown agent', { mini_agent: 'nobody' }, 404, 'mini_agent'],
  ['an unknown task set', { mini_agent: 'recall', task_set: 'nothing' }, 404, 'task_set'],
  ['a task set of another role', { mini_agent: 'recall', task_set: 'spam-assassin' }, 400, 'task_set'],
  ['an unknown strategy', { mini_agent: 'recall', strategy: 'guess' }, 400, 'strategy'],
  ['a negative budget', { mini_agent: 'recall', budget: { tokens: -1 } }, 400, 'budget.tokens'],
  ['a huge budget', { mini_agent: 'recall', budget: { episodes: 1e15 } }, 400, 'budget.episodes'],
  ['half an episode', { mini_agent: 'recall', budget: { episodes: 1.5 } }, 400, 'budget.episodes'],
  ['a hint out of range', { mini_agent: 'recall', hints: { diversity: 2 } }, 400, 'hints.diversity'],
  ['a hint that the agent does not take', { mini_agent: 'recall', hints: { recency: 0.5 } }, 400, 'hints.recency'],
  ['an unknown preset', { mini_agent: 'recall', hints: { preset: 'slow' } }, 400, 'hints.preset'],
  ['a wrong type', { mini_agent: 7 }, 400, 'mini_agent'],
  ['an unknown field', { mini_agent: 'recall', agent: 'x' }, 400, 'agent'],
  [
    'too many topics',
    { mini_agent: 'recall', topics: Array.from({ length: 17 }, (_, index) => `t${index}`) },
    400,
    'topics',
  ],
  ['no JSON', '{"mini_agent": ', 400, null],
  ['bad UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, null],
  ['deep JSON', deep, 400, null],
  ['10 MB', JSON.stringify({ mini_agent: 'x'.repeat(10_000_000) }), 413, null],
];

/** Of the requests that were refused. */
const corrIds: string[] = [];

const expectProblem = ({ status, headers, body }: Answer<Problem>, wanted: number, path: string | null): void => {
  expect({ status, body }).toMatchObject({
    status: wanted,
    body: {
      title: expect.any(String) as string,
      detail: expect.any(String) as string,
      code: expect.any(String) as string,
      corr_id: expect.any(String) as string,
    },
  });
  expect(headers.get('content-type')).toContain('application/problem+json');
  if (path !== null)
    expect(body.errors.some((error) => error.path.startsWith(path) && error.message.length > 5)).toBe(true);
};

it.each(refused)('refuses %s with a problem document', async (_name, body, status, path) => {
  const answer = await platform.api.post<Problem>(start, body);
  expectProblem(answer, status, path);
  corrIds.push(answer.body.corr_id);
});

it('records nothing of what it refused', async () => {
  expect(corrIds).toHaveLength(refused.length);
  const jobs = await platform.api.all<{ corr_id: string }>('/state/orchestrator/jobs');
  expect(jobs.filter(({ corr_id }) => corrIds.includes(corr_id))).toEqual([]);
});

it('lets administrators alone change something, and nobody read without a token', async () => {
  const viewer = new Api(platform.http, platform.tokenOf('viewer'));
  expectProblem(await new Api(platform.http).post<Problem>(start, { mini_agent: 'recall' }), 401, null);
  expectProblem(await new Api(platform.http, 'wrong').get<Problem>('/state/orchestrator/jobs'), 401, null);
  expectProblem(await viewer.post<Problem>(start, { mini_agent: 'recall' }), 403, null);
  expect((await viewer.get('/state/orchestrator/jobs')).status).toBe(200);
});

it('answers unknown paths, methods, rows, views and filters with problem documents', async () => {
  const { api } = platform;
  expectProblem(await api.get<Problem>('/nothing'), 404, null);
  expectProblem(await api.post<Problem>('/state/orchestrator/jobs', {}), 405, null);
  expectProblem(await api.get<Problem>('/state/orchestrator/jobs/none'), 404, null);
  expectProblem(await api.get<Problem>('/state/nothing'), 404, null);
  expectProblem(await api.get<Problem>('/state/orchestrator/jobs?limit=0'), 400, 'limit');
  expectProblem(await api.get<Problem>('/state/orchestrator/jobs?cursor=rubbish'), 400, 'cursor');
  expectProblem(await api.post<Problem>('/actions', { kind: 'job.explode', input: {} }), 400, 'kind');
  expectProblem(await api.post<Problem>('/actions', { kind: 'training.cancel', input: {} }), 400, 'input.job_id');
});

it('gives the same job for the same idempotency key, and 409 for another body', async () => {
  const body = { mini_agent: 'mail-guard', seed: 5, budget: { episodes: 200 }, idempotency_key: 'once' };
  const [first, again] = [await platform.api.post(start, body), await platform.api.post(start, body)];
  expect([first.status, again.status]).toEqual([202, 202]);
  expect(again.body['job_id']).toBe(first.body['job_id']);
  expect(again.body['corr_id']).toBe(first.body['corr_id']);
  expectProblem(await platform.api.post<Problem>(start, { ...body, seed: 6 }), 409, 'seed');
});

it('says the same over gRPC, with its codes and details', async () => {
  const training = rpcClient(orchestrator.TrainingServiceClient, platform.grpc, { token: platform.token });
  const ask = (changes: object): Promise<unknown> =>
    training.startTraining(orchestrator.StartTrainingRequest.fromPartial({ miniAgent: 'recall', ...changes }));
  await expect(ask({ miniAgent: 'nobody' })).rejects.toMatchObject({
    code: 'not_found',
    violations: [{ path: 'mini_agent' }],
  });
  await expect(ask({ budget: { tokens: -1 } })).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [{ path: 'budget.tokens' }],
  });
  await expect(ask({ strategy: { name: 'guess' }, goal: 'fame' })).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [{ path: 'goal' }, { path: 'strategy.name' }],
  });
  await expect(training.cancelTraining({ jobId: 'none', reason: '' })).rejects.toMatchObject({ code: 'not_found' });
  const stranger = rpcClient(orchestrator.TrainingServiceClient, platform.grpc, { token: 'wrong' });
  await expect(stranger.pauseTraining({ jobId: 'x' })).rejects.toMatchObject({ code: 'unauthenticated' });
  training.close();
  stranger.close();
});

it('is alive, ready and describes itself without a token', async () => {
  const anyone = new Api(platform.http);
  expect((await anyone.get('/healthz')).status).toBe(200);
  expect((await anyone.get('/readyz')).body).toMatchObject({ status: 'ok' });
  const { body } = await anyone.get<{ openapi: string; paths: object }>('/openapi.json');
  expect(body.openapi).toMatch(/^3\./);
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      '/orchestrator/mini_agents',
      '/orchestrator/mini_agents/start_training',
      '/state/orchestrator/jobs',
      '/actions',
      '/events',
    ]),
  );
});
