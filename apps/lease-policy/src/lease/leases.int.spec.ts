import {
  leaseDecider,
  nothing,
  type Amount,
  type HeldLease,
  type LeaseEvent,
  type LeaseRequest,
} from '@ao/domain-lease';
import { commandHandler, eventStoreMigrations, postgresEventStore, type EventStore } from '@ao/event-store';
import { connect, migrate, serviceMigrations, type Sql } from '@ao/postgres';
import { isDomainError } from '@ao/kernel';
import type { CallContext } from '@ao/rpc';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { cedarEngine } from '../policy/policy-engine.js';
import { policySchema, readPolicyText } from '../policy/policy-text.js';
import { postgresFencingTokens } from './fencing-tokens.js';
import { leases, type Held, type Leases } from './leases.js';

const context: CallContext = { corrId: 'c', causationId: 'c', subject: 'user:admin', role: 'service' };
const one: Amount = { episodes: 1, tokens: 7, costMicros: 0 };
const request: LeaseRequest = {
  principal: 'user:admin',
  subject: 'job:j',
  capability: 'training.run',
  resource: 'agent:recall',
  budget: { episodes: 100, tokens: 10_000, costMicros: 0 },
  wallMs: 3_600_000,
};

let postgres: TestPostgres;
let pools: readonly Sql[];
let desks: readonly Leases[];
let store: EventStore;

/** Each desk has its own connections and its own folded states, as another process would. */
const open = (sql: Sql): Leases =>
  leases({
    handle: commandHandler(postgresEventStore({ sql, schema: 'lease' }), 'lease', leaseDecider, { attempts: 40 }),
    engine: cedarEngine(readPolicyText({ preset: 'standard' }), policySchema()),
    fencingTokens: postgresFencingTokens(sql, 'lease'),
  });

beforeAll(async () => {
  postgres = await testPostgres();
  pools = [1, 2, 3, 4].map((index) => connect({ url: postgres.url, max: 4, applicationName: `desk ${index}` }));
  await migrate({
    sql: pools[0] as Sql,
    schema: 'lease',
    origins: [eventStoreMigrations, serviceMigrations(__dirname)],
  });
  desks = pools.map(open);
  store = postgresEventStore({ sql: pools[0] as Sql, schema: 'lease' });
});
afterAll(async () => {
  await Promise.all((pools ?? []).map((sql) => sql.end({ timeout: 5 })));
  await postgres?.stop();
});

const desk = (index: number): Leases => desks[index % desks.length] as Leases;
const grant = async (leaseId: string, more: Partial<LeaseRequest> = {}): Promise<number> => {
  const lease = await desk(0).acquire(leaseId, { ...request, ...more }, context);
  if (lease.status !== 'granted') throw new Error(`the lease is ${lease.status}`);
  return lease.fencingToken;
};
const eventsOf = async (leaseId: string): Promise<readonly LeaseEvent[]> =>
  (await store.read<LeaseEvent>(`lease-${leaseId}`)).events.map(({ event }) => event);
const codeOf = (outcome: PromiseSettledResult<unknown>): string =>
  outcome.status === 'fulfilled' ? 'ok' : isDomainError(outcome.reason) ? outcome.reason.code : String(outcome.reason);
const count = (codes: readonly string[]): Record<string, number> =>
  codes.reduce<Record<string, number>>((sums, code) => ({ ...sums, [code]: (sums[code] ?? 0) + 1 }), {});
const held = (leaseId: string, fencingToken: number, index: number): Held => ({
  leaseId,
  fencingToken,
  reservationId: `r${index}`,
});

it('never hands out more than the cap to many workers of many processes at once', async () => {
  const token = await grant('hammered');
  const worker = async (index: number): Promise<void> => {
    await desk(index).reserve(held('hammered', token, index), one, context);
    await desk(index + 1).commit(held('hammered', token, index), index % 10 === 0 ? nothing : one, context);
  };
  const codes = (await Promise.allSettled(Array.from({ length: 160 }, (_, index) => worker(index)))).map(codeOf);
  const lease = (await desk(3).look('hammered', context)) as HeldLease;
  const events = await eventsOf('hammered');
  const committed = events.filter(({ type }) => type === 'BudgetCommitted');
  expect(Object.keys(count(codes)).filter((code) => code !== 'ok' && code !== 'resource_exhausted')).toEqual([]);
  expect(committed).toHaveLength(count(codes)['ok'] ?? 0);
  expect(count(codes)['resource_exhausted']).toBeGreaterThan(0);
  expect(lease.reserved).toEqual(nothing);
  const paid = committed.filter(({ data }) => 'spent' in data && data.spent.episodes === 1).length;
  expect(lease.spent).toEqual({ episodes: paid, tokens: 7 * paid, costMicros: 0 });
  expect(paid).toBeLessThanOrEqual(100);
});

it('reserves and commits once, however often and from wherever it is asked', async () => {
  const token = await grant('retried');
  const everywhere = async (ask: (index: number) => Promise<unknown>): Promise<string[]> =>
    (await Promise.allSettled(Array.from({ length: 24 }, (_, index) => ask(index)))).map(codeOf);
  expect(count(await everywhere((index) => desk(index).reserve(held('retried', token, 0), one, context)))).toEqual({
    ok: 24,
  });
  expect(count(await everywhere((index) => desk(index).commit(held('retried', token, 0), one, context)))).toEqual({
    ok: 24,
  });
  expect((await eventsOf('retried')).map(({ type }) => type)).toEqual([
    'LeaseGranted',
    'BudgetReserved',
    'BudgetCommitted',
  ]);
});

it('grants a lease once, with tokens that only grow', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) => desk(index).acquire('raced', request, context)),
  );
  expect(new Set(answers.map((lease) => 'fencingToken' in lease && lease.fencingToken)).size).toBe(1);
  expect(await grant('raced later')).toBeGreaterThan(await grant('raced'));
});

it('refuses an expired holder and records the end once', async () => {
  const token = await grant('short', { wallMs: 150 });
  await desk(0).reserve(held('short', token, 1), one, context);
  while ((await desk(0).look('short', context)).status === 'granted');
  const late = await Promise.allSettled(desks.map((each) => each.commit(held('short', token, 1), one, context)));
  expect(count(late.map(codeOf))).toEqual({ failed_precondition: desks.length });
  expect((await eventsOf('short')).map(({ type }) => type)).toEqual(['LeaseGranted', 'BudgetReserved', 'LeaseExpired']);
});

it('records the end when a write meets it first', async () => {
  const token = await grant('unseen', { wallMs: 1 });
  let code = 'ok';
  for (let index = 0; code === 'ok'; index++)
    code = (await Promise.allSettled([desk(1).reserve(held('unseen', token, index), nothing, context)])).map(
      codeOf,
    )[0] as string;
  expect(code).toBe('failed_precondition');
  expect((await eventsOf('unseen')).at(-1)).toEqual({
    type: 'LeaseExpired',
    data: { leaseId: 'unseen', spent: nothing },
  });
});

it('keeps a lease quick and its answers right after thousands of reservations', async () => {
  const token = await grant('long', { budget: { episodes: 1_000_000, tokens: 100_000, costMicros: 0 } });
  const seed = Array.from({ length: 10_000 }, (_, index): LeaseEvent[] => [
    { type: 'BudgetReserved', data: { leaseId: 'long', reservationId: `r${index}`, amount: one } },
    { type: 'BudgetCommitted', data: { leaseId: 'long', reservationId: `r${index}`, spent: one, total: one } },
  ]).flat();
  await store.append({
    stream: 'lease-long',
    expectedVersion: 1,
    events: seed,
    metadata: { corrId: 'c', causationId: 'c', subject: 'user:admin' },
  });
  const began = performance.now();
  expect(await desk(1).look('long', context)).toMatchObject({ spent: { episodes: 10_000, tokens: 70_000 } });
  const folded = performance.now();
  for (let index = 0; index < 50; index++) await desk(1).reserve(held('long', token, 20_000 + index), one, context);
  const perReserve = (performance.now() - folded) / 50;
  // A reserve that folded the stream again would cost what the first look did.
  expect(perReserve).toBeLessThan((folded - began) / 4);
  await expect(desk(2).commit(held('long', token, 77), nothing, context)).rejects.toMatchObject({
    code: 'failed_precondition',
  });
  await expect(desk(2).reserve(held('long', token, 77), one, context)).resolves.toMatchObject({
    spent: { episodes: 10_000 },
  });
});
