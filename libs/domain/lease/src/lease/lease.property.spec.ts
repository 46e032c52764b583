import * as fc from 'fast-check';
import { minus, nothing, plus, type Amount } from './amount.js';
import { leaseDecider as lease, type LeaseCommand } from './lease.decider.js';
import type { LeaseEvent } from './lease.events.js';
import { isHeld, type Lease } from './lease.state.js';

const cap = { episodes: 50, tokens: 500, costMicros: 5_000 };
const end = 1_000;
const acquire: LeaseCommand = {
  type: 'AcquireLease',
  leaseId: 'l',
  request: {
    principal: 'user:admin',
    subject: 'job:j',
    capability: 'training.run',
    resource: 'agent:a',
    budget: cap,
    wallMs: end,
  },
  verdict: { allowed: true, policies: [], reason: '', policySet: '' },
  fencingToken: 1,
  nowMs: 0,
};

const amount: fc.Arbitrary<Amount> = fc.record({
  episodes: fc.integer({ min: -1, max: 30 }),
  tokens: fc.integer({ min: -1, max: 300 }),
  costMicros: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.constant(Number.MAX_SAFE_INTEGER)),
});
const shared = {
  reservationId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  fencingToken: fc.constantFrom(1, 1, 1, 1, 2),
  nowMs: fc.integer({ min: 0, max: 1_040 }),
};
const command: fc.Arbitrary<LeaseCommand> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('ReserveBudget' as const), amount, ...shared }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant('CommitBudget' as const), spent: amount, ...shared }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('ReleaseLease' as const),
      fencingToken: shared.fencingToken,
      nowMs: shared.nowMs,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('ExpireLease' as const), nowMs: shared.nowMs }) },
  { weight: 1, arbitrary: fc.constant(acquire) },
);

const decided = (each: LeaseCommand, state: Lease): readonly LeaseEvent[] => {
  try {
    return lease.decide(each, state);
  } catch (error) {
    expect(error).toMatchObject({ name: 'DomainError' });
    return [];
  }
};

/** What the events alone say, added up without the decider's state. */
const ledger = (events: readonly LeaseEvent[]): { spent: Amount; open: Map<string, Amount> } => {
  const open = new Map<string, Amount>();
  let spent = nothing;
  for (const { type, data } of events) {
    if (type === 'BudgetReserved') open.set(data.reservationId, data.amount);
    if (type === 'BudgetCommitted') {
      open.delete(data.reservationId);
      spent = plus(spent, data.spent);
    }
    if (type === 'LeaseReleased' || type === 'LeaseExpired') open.clear();
  }
  return { spent, open };
};

const run = (
  commands: readonly LeaseCommand[],
  check: (log: readonly LeaseEvent[], state: Lease, fresh: readonly LeaseEvent[], each: LeaseCommand) => void,
): void => {
  let log: readonly LeaseEvent[] = [];
  let state = lease.initial;
  for (const each of [acquire, ...commands]) {
    const fresh = decided(each, state);
    state = fresh.reduce(lease.evolve, state);
    log = [...log, ...fresh];
    check(log, state, fresh, each);
  }
};

/** Spent and reserved together, by the events alone. */
const heldBy = (log: readonly LeaseEvent[]): Amount => {
  const { spent, open } = ledger(log);
  return [...open.values()].reduce(plus, spent);
};

const fits = ({ episodes, tokens, costMicros }: Amount): boolean =>
  episodes <= cap.episodes && tokens <= cap.tokens && costMicros <= cap.costMicros;

/** Charges that stay within what was reserved. */
const honest = command.filter((each) => each.type !== 'CommitBudget');

it('reserves only what fits beside what is reserved and spent, and nothing once a cap is passed', () =>
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) =>
      run(commands, (log, _state, fresh) => {
        if (fresh.some(({ type }) => type === 'BudgetReserved')) expect(fits(heldBy(log))).toBe(true);
      }),
    ),
    { numRuns: 500 },
  ));

it('passes a cap by no more than what was charged above reservations, which its events say', () =>
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) =>
      run(commands, (log) => {
        const over = log.reduce(
          (sum, { type, data }) => (type === 'BudgetCommitted' && data.over ? plus(sum, data.over) : sum),
          nothing,
        );
        expect(fits(minus(heldBy(log), over))).toBe(true);
      }),
    ),
    { numRuns: 500 },
  ));

it('spends what was charged, to the last unit, and never past 2^53', () =>
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) =>
      run(commands, (log, state, fresh, each) => {
        const [event] = fresh;
        if (each.type === 'CommitBudget' && event?.type === 'BudgetCommitted')
          expect(event.data.spent).toEqual(each.spent);
        const { spent } = ledger(log);
        if (isHeld(state)) expect(state.spent).toEqual(spent);
        expect(Object.values(spent).every(Number.isSafeInteger)).toBe(true);
      }),
    ),
  ));

it('never lets spent and reserved together exceed a cap where every charge is what was reserved', () =>
  fc.assert(
    fc.property(fc.array(honest, { maxLength: 60 }), (commands) => {
      const charged = commands.flatMap((each): LeaseCommand[] =>
        each.type === 'ReserveBudget' ? [each, { ...each, type: 'CommitBudget', spent: each.amount }] : [each],
      );
      run(charged, (log) => expect(fits(heldBy(log))).toBe(true));
    }),
  ));

it('keeps the sums that its events add up to', () =>
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) =>
      run(commands, (log, state) => {
        const { spent, open } = ledger(log);
        if (!isHeld(state)) throw new Error('the lease was granted first');
        expect({ spent: state.spent, reserved: state.reserved }).toEqual({
          spent,
          reserved: [...open.values()].reduce(plus, nothing),
        });
      }),
    ),
  ));

it('decides every command once: the same again yields nothing', () =>
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) =>
      run(commands, (_log, state, fresh, each) => {
        if (fresh.length > 0) expect(decided(each, state)).toEqual([]);
      }),
    ),
  ));

it('writes nothing under a stale token or after the end, except the end', () =>
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) =>
      run(commands, (_log, _state, fresh, each) => {
        if (each.type === 'AcquireLease' || each.type === 'ExpireLease') return;
        if (each.fencingToken !== 1) expect(fresh).toEqual([]);
        if (each.nowMs >= end) expect(fresh.filter(({ type }) => type !== 'LeaseExpired')).toEqual([]);
      }),
    ),
  ));
