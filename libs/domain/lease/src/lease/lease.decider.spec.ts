import { leaseDecider as lease, type LeaseCommand, type Verdict } from './lease.decider.js';
import type { LeaseEvent } from './lease.events.js';
import type { LeaseRequest } from './lease-request.js';
import type { Lease } from './lease.state.js';

const request: LeaseRequest = {
  principal: 'user:admin',
  subject: 'job:j1',
  capability: 'training.run',
  resource: 'agent:recall',
  budget: { episodes: 100, tokens: 1000, costMicros: 0 },
  wallMs: 60_000,
};
const allowed: Verdict = { allowed: true, policies: ['standard.training'], reason: 'permitted', policySet: 'h' };
const acquire: LeaseCommand = {
  type: 'AcquireLease',
  leaseId: 'l1',
  request,
  verdict: allowed,
  fencingToken: 7,
  nowMs: 1_000,
};
const amount = { episodes: 60, tokens: 500, costMicros: 0 };
const reserve: LeaseCommand = { type: 'ReserveBudget', fencingToken: 7, reservationId: 'r1', amount, nowMs: 2_000 };
const spent = { episodes: 50, tokens: 400, costMicros: 0 };
const commit: LeaseCommand = { type: 'CommitBudget', fencingToken: 7, reservationId: 'r1', spent, nowMs: 3_000 };
const release: LeaseCommand = { type: 'ReleaseLease', fencingToken: 7, nowMs: 4_000 };
const end = 61_000;

const after = (...commands: readonly LeaseCommand[]): Lease =>
  commands.reduce<Lease>((state, command) => lease.decide(command, state).reduce(lease.evolve, state), lease.initial);
const when = (command: LeaseCommand, ...given: readonly LeaseCommand[]): readonly LeaseEvent[] =>
  lease.decide(command, after(...given));
const refusal = (command: LeaseCommand, ...given: readonly LeaseCommand[]): unknown => {
  const state = after(...given);
  try {
    lease.decide(command, state);
  } catch (error) {
    return error;
  }
  throw new Error('was not refused');
};

describe('AcquireLease', () => {
  it('grants until the time limit', () =>
    expect(when(acquire)).toEqual([
      {
        type: 'LeaseGranted',
        data: {
          leaseId: 'l1',
          request,
          policies: ['standard.training'],
          policySet: 'h',
          fencingToken: 7,
          expiresAtMs: end,
        },
      },
    ]));
  it('denies with the deciding policy', () =>
    expect(when({ ...acquire, verdict: { ...allowed, allowed: false, reason: 'too much' } })).toMatchObject([
      { type: 'LeaseDenied', data: { reason: 'too much', policies: ['standard.training'] } },
    ]));
  it('answers the same to the same request, whatever the policies and the clock say now', () =>
    expect(
      when({ ...acquire, verdict: { ...allowed, allowed: false }, fencingToken: 8, nowMs: 99_999_999 }, acquire),
    ).toEqual([]));
  it('keeps a denial', () =>
    expect(when(acquire, { ...acquire, verdict: { ...allowed, allowed: false } })).toEqual([]));
  it('refuses an id in use for another request', () =>
    expect(refusal({ ...acquire, request: { ...request, wallMs: 1 } }, acquire)).toMatchObject({
      code: 'already_exists',
    }));
  it.each([
    ['request.principal', { principal: 'admin' }],
    ['request.subject', { subject: '' }],
    ['request.capability', { capability: 'Training Run' }],
    ['request.resource', { resource: 'host:http://example.com:80' }],
    ['request.budget.tokens', { budget: { episodes: 1, tokens: -1, costMicros: 0 } }],
    ['request.budget.episodes', { budget: { episodes: 0.5, tokens: 1, costMicros: 0 } }],
    ['request.budget.cost_micros', { budget: { episodes: 1, tokens: 1, costMicros: 2 ** 53 } }],
    ['request.wall_ms', { wallMs: 0 }],
    ['request.wall_ms', { wallMs: Number.MAX_SAFE_INTEGER }],
  ])('names what is wrong: %s', (path, wrong) =>
    expect(refusal({ ...acquire, request: { ...request, ...wrong } })).toMatchObject({
      code: 'invalid_argument',
      violations: [{ path }],
    }),
  );
});

describe('ReserveBudget', () => {
  it('sets budget aside', () =>
    expect(when(reserve, acquire)).toEqual([
      { type: 'BudgetReserved', data: { leaseId: 'l1', reservationId: 'r1', amount } },
    ]));
  it('is idempotent, also once committed', () => {
    expect(when(reserve, acquire, reserve)).toEqual([]);
    expect(when(reserve, acquire, reserve, commit)).toEqual([]);
  });
  it('refuses an id in use for another amount', () =>
    expect(refusal({ ...reserve, amount: spent }, acquire, reserve)).toMatchObject({ code: 'already_exists' }));
  it('names every cap that it would overshoot, with what is free', () =>
    expect(
      refusal(
        { ...reserve, reservationId: 'r2', amount: { episodes: 41, tokens: 400, costMicros: 1 } },
        acquire,
        reserve,
      ),
    ).toMatchObject({
      code: 'resource_exhausted',
      violations: [
        { path: 'episodes', message: 'episodes: asked 41, free 40' },
        { path: 'cost_micros', message: 'cost_micros: asked 1, free 0' },
      ],
    }));
  it('frees what a commit left over', () =>
    expect(
      when(
        { ...reserve, reservationId: 'r2', amount: { episodes: 50, tokens: 600, costMicros: 0 } },
        acquire,
        reserve,
        commit,
      ),
    ).toHaveLength(1));
  it('refuses a stale token', () =>
    expect(refusal({ ...reserve, fencingToken: 6 }, acquire)).toMatchObject({ code: 'failed_precondition' }));
  it('refuses from the first millisecond after the end', () => {
    expect(when({ ...reserve, nowMs: end - 1 }, acquire)).toHaveLength(1);
    expect(refusal({ ...reserve, nowMs: end }, acquire)).toMatchObject({
      code: 'failed_precondition',
      message: 'lease l1 ended at 1970-01-01T00:01:01.000Z',
    });
  });
  it('knows only leases that were granted', () => {
    expect(refusal(reserve)).toMatchObject({ code: 'not_found' });
    expect(refusal(reserve, { ...acquire, verdict: { ...allowed, allowed: false } })).toMatchObject({
      code: 'failed_precondition',
    });
    expect(refusal(reserve, acquire, release)).toMatchObject({
      code: 'failed_precondition',
      message: 'lease l1 is released',
    });
  });
  it.each([
    ['', amount],
    ['r\n', amount],
    ['r2', { ...amount, tokens: -5 }],
  ])('refuses nonsense: %j %j', (reservationId, wrong) =>
    expect(refusal({ ...reserve, reservationId, amount: wrong }, acquire)).toMatchObject({ code: 'invalid_argument' }),
  );
});

describe('CommitBudget', () => {
  it('turns a reservation into spend', () =>
    expect(when(commit, acquire, reserve)).toEqual([
      { type: 'BudgetCommitted', data: { leaseId: 'l1', reservationId: 'r1', spent, total: spent } },
    ]));
  it('adds up', () =>
    expect(
      when(
        { ...commit, reservationId: 'r2', spent: { episodes: 1, tokens: 1, costMicros: 0 } },
        acquire,
        reserve,
        commit,
        {
          ...reserve,
          reservationId: 'r2',
          amount: { episodes: 1, tokens: 1, costMicros: 0 },
        },
      ),
    ).toMatchObject([{ data: { total: { episodes: 51, tokens: 401, costMicros: 0 } } }]));
  it('is idempotent, also after the end', () => {
    expect(when(commit, acquire, reserve, commit)).toEqual([]);
    expect(when({ ...commit, nowMs: end }, acquire, reserve, commit)).toEqual([]);
    expect(when(commit, acquire, reserve, commit, release)).toEqual([]);
  });
  it('refuses another amount the second time', () =>
    expect(refusal({ ...commit, spent: amount }, acquire, reserve, commit)).toMatchObject({
      code: 'failed_precondition',
    }));
  it('records what was charged, also where that is more than was reserved, and says by how much', () => {
    const charged = { ...spent, tokens: 501 };
    expect(when({ ...commit, spent: charged }, acquire, reserve)).toEqual([
      {
        type: 'BudgetCommitted',
        data: {
          leaseId: 'l1',
          reservationId: 'r1',
          spent: charged,
          total: charged,
          over: { episodes: 0, tokens: 1, costMicros: 0 },
        },
      },
    ]);
  });
  it('refuses a charge that the sum could not tell exactly', () =>
    expect(
      refusal({ ...commit, spent: { ...spent, tokens: Number.MAX_SAFE_INTEGER } }, acquire, reserve),
    ).toMatchObject({ code: 'out_of_range', violations: [{ path: 'spent.tokens' }] }));
  it('refuses a reservation that is not there', () =>
    expect(refusal(commit, acquire)).toMatchObject({ code: 'not_found' }));
  it('refuses an expired holder and a stale token', () => {
    expect(refusal({ ...commit, nowMs: end }, acquire, reserve)).toMatchObject({ code: 'failed_precondition' });
    expect(refusal({ ...commit, fencingToken: 8 }, acquire, reserve)).toMatchObject({ code: 'failed_precondition' });
  });
});

describe('the end', () => {
  it('releases with what was spent, once', () => {
    expect(when(release, acquire, reserve, commit)).toEqual([
      { type: 'LeaseReleased', data: { leaseId: 'l1', spent } },
    ]);
    expect(when(release, acquire, release)).toEqual([]);
  });
  it('records a release that comes too late as expired', () =>
    expect(when({ ...release, nowMs: end }, acquire)).toMatchObject([{ type: 'LeaseExpired' }]));
  it('frees open reservations', () =>
    expect(after(acquire, reserve, release)).toMatchObject({ reserved: { episodes: 0 }, spent: { episodes: 0 } }));
  it('expires by the time in the command, once', () => {
    const expire: LeaseCommand = { type: 'ExpireLease', nowMs: end };
    expect(when({ ...expire, nowMs: end - 1 }, acquire)).toEqual([]);
    expect(when(expire, acquire, reserve, commit)).toEqual([{ type: 'LeaseExpired', data: { leaseId: 'l1', spent } }]);
    expect(when(expire, acquire, expire)).toEqual([]);
    expect(when(expire)).toEqual([]);
  });
});
