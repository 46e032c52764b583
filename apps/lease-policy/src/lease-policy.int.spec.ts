import { createServer } from 'node:net';
import { lease } from '@ao/contracts';
import { localBus, type DeliveredFact } from '@ao/event-bus';
import { connect } from '@ao/postgres';
import { createLogger } from '@ao/observability';
import { rpcClient, type RpcClient } from '@ao/rpc';
import { peersAt, reaction, startApplication, type Application, type ServiceRuntime } from '@ao/service';
import { until } from '@ao/testing';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { leasePolicy, type PolicySource } from './index.js';

const tokens = {
  admin: 'admin-token-0123456789',
  viewer: 'viewer-token-0123456789',
  service: 'service-token-0123456789',
};
const training = {
  principal: 'user:admin',
  subject: 'job:j1',
  capability: 'training.run',
  resource: 'agent:recall',
  budget: { episodes: 10, tokens: 0, costMicros: 0 },
  wallMs: 60_000,
};
const facts: DeliveredFact[] = [];
let postgres: TestPostgres;
let application: Application;
let runtime: ServiceRuntime;
type Client = RpcClient<lease.LeaseServiceClient>;
let service: Client;
let admin: Client;
let viewer: Client;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** The whole service, on a connection pool and a port of its own. */
const start = async (policies?: PolicySource): Promise<{ runtime: ServiceRuntime; application: Application }> => {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const sql = connect({ url: postgres.url, applicationName: 'lease-policy' });
  const peers = peersAt(address);
  const logger = createLogger({ service: 'lease-policy', level: 'silent' });
  const runtime = {
    name: 'lease-policy',
    sql,
    bus: localBus({ sql }),
    logger,
    peers,
    serviceToken: tokens.service,
    access: tokens,
  };
  const services = [leasePolicy.on(runtime, policies)];
  return {
    runtime,
    application: await startApplication({
      runtime,
      services,
      host: '127.0.0.1',
      httpPort: 0,
      grpcPort: port,
    }),
  };
};

beforeAll(async () => {
  postgres = await testPostgres();
  ({ runtime, application } = await start());
  const handle = async (_fact: unknown, delivered: DeliveredFact): Promise<void> => void facts.push(delivered);
  await reaction({ runtime, group: 'reader', topics: ['ao.lease.lease.v1', 'ao.lease.policy.v1'], handle });
  [service, admin, viewer] = [tokens.service, tokens.admin, tokens.viewer].map((token) =>
    rpcClient(lease.LeaseServiceClient, runtime.peers['lease-policy'], { token }),
  ) as [Client, Client, Client];
});
afterAll(async () => {
  [service, admin, viewer].forEach((client) => client?.close());
  await application?.stop();
  await postgres?.stop();
});

const factsOf = (key: string, many: number): Promise<DeliveredFact[]> =>
  until(() => {
    const found = facts.filter((fact) => fact.key === key);
    return found.length >= many ? found : undefined;
  });

it('grants, reserves, commits, releases, and publishes each as a fact', async () => {
  const context = { corrId: 'story-1', subject: 'service:orchestrator' };
  const granted = await service.acquireLease({ leaseId: 'l1', request: training }, context);
  expect(granted).toMatchObject({ granted: true, policies: ['standard.training'] });
  expect(granted.expiresAtMs).toBeGreaterThan(Date.now());
  const held = { leaseId: 'l1', fencingToken: granted.fencingToken, reservationId: 'slice-1' };
  const amount = { episodes: 6, tokens: 0, costMicros: 0 };
  expect(await service.reserveBudget({ ...held, amount }, context)).toEqual({
    expiresAtMs: granted.expiresAtMs,
    committed: false,
  });
  await service.commitBudget({ ...held, spent: { ...amount, episodes: 5 } }, context);
  expect(await service.reserveBudget({ ...held, amount }, context)).toMatchObject({ committed: true });
  expect(await viewer.getLease({ leaseId: 'l1' })).toMatchObject({
    status: 'granted',
    request: training,
    spent: { episodes: 5 },
    reserved: { episodes: 0 },
  });
  expect(await service.releaseLease({ leaseId: 'l1', fencingToken: granted.fencingToken }, context)).toEqual({
    spent: { episodes: 5, tokens: 0, costMicros: 0 },
  });
  const published = await factsOf('l1', 4);
  expect(published.map(({ type, streamVersion }) => [type, streamVersion])).toEqual([
    ['lease.granted', 1],
    ['budget.reserved', 2],
    ['budget.committed', 3],
    ['lease.released', 4],
  ]);
  expect(published[2]).toMatchObject({
    corrId: 'story-1',
    subject: 'service:orchestrator',
    leaseId: 'l1',
    source: '/lease-policy',
  });
  expect(lease.BudgetCommitted.decode((published[2] as DeliveredFact).value)).toMatchObject({
    reservationId: 'slice-1',
    total: { episodes: 5 },
  });
});

it('denies with the deciding policy; a deny is an answer and a fact', async () => {
  const tooMuch = { ...training, budget: { episodes: 2_000_000, tokens: 0, costMicros: 0 } };
  const answer = {
    granted: false,
    policies: ['standard.training-episodes'],
    reason: 'a training job may take at most 1,000,000 episodes',
    fencingToken: 0,
    expiresAtMs: 0,
  };
  expect(await service.acquireLease({ leaseId: 'l2', request: tooMuch })).toEqual(answer);
  expect(await service.acquireLease({ leaseId: 'l2', request: tooMuch })).toEqual(answer);
  expect(await viewer.getLease({ leaseId: 'l2' })).toMatchObject({ status: 'denied' });
  expect((await factsOf('l2', 1)).map(({ type }) => type)).toEqual(['lease.denied']);
});

it('refuses with the right code and what is wrong', async () => {
  await expect(service.acquireLease({ leaseId: 'l3' })).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [{ path: 'request' }],
  });
  await expect(service.acquireLease({ leaseId: 'l3', request: { ...training, wallMs: -1 } })).rejects.toMatchObject({
    code: 'invalid_argument',
    violations: [{ path: 'request.wall_ms' }],
  });
  const { fencingToken } = await service.acquireLease({ leaseId: 'l4', request: training });
  const ask = { leaseId: 'l4', fencingToken, reservationId: 'r', amount: { episodes: 11, tokens: 0, costMicros: 0 } };
  await expect(service.reserveBudget(ask)).rejects.toMatchObject({
    code: 'resource_exhausted',
    violations: [{ path: 'episodes', message: 'episodes: asked 11, free 10' }],
  });
  await expect(service.reserveBudget({ ...ask, fencingToken: fencingToken - 1 })).rejects.toMatchObject({
    code: 'failed_precondition',
  });
  await expect(service.reserveBudget({ ...ask, leaseId: 'nope' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(viewer.getLease({ leaseId: 'nope' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    service.acquireLease({ leaseId: 'l4', request: { ...training, subject: 'job:j2' } }),
  ).rejects.toMatchObject({ code: 'already_exists' });
});

it('lets viewers look and nobody but services speak for others', async () => {
  await expect(viewer.acquireLease({ leaseId: 'l5', request: training })).rejects.toMatchObject({
    code: 'permission_denied',
  });
  await expect(
    admin.acquireLease({ leaseId: 'l5', request: { ...training, principal: 'service:orchestrator' } }),
  ).rejects.toMatchObject({ code: 'permission_denied' });
  expect(await admin.acquireLease({ leaseId: 'l5', request: training })).toMatchObject({ granted: true });
});

it('simulates and records nothing', async () => {
  const call = { ...training, capability: 'egress.call', subject: 'agent:mine', budget: undefined, wallMs: 0 };
  expect(await viewer.simulatePolicy({ request: { ...call, resource: 'host:127.0.0.1:50051' } })).toMatchObject({
    granted: true,
    policies: ['standard.egress'],
  });
  expect(await viewer.simulatePolicy({ request: { ...call, resource: 'host:example.com:443' } })).toMatchObject({
    granted: false,
    policies: ['egress.allow-list'],
  });
});

it('records the policies in force, and a change of them, once', async () => {
  const [installed] = await factsOf('standard', 1);
  const { hash, text } = lease.PolicySetInstalled.decode((installed as DeliveredFact).value);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(text).toMatch(/standard\.training-episodes[^]*egress\.allow-list[^]*127\.0\.0\.1:\*/);
  for (const preset of ['standard', 'strict', 'strict'] as const) await (await start({ preset })).application.stop();
  const rows =
    await runtime.sql`select data->>'name' as name from lease.events where stream = 'policy-current' order by version`;
  expect(rows.map(({ name }) => name)).toEqual(['standard', 'strict']);
});
