import { canonicalJson, DomainError, nameViolations, names, type Decider } from '@ao/kernel';
import { amountViolations, excess, inexact, isNothing, overshoots, plus, sameAmount, type Amount } from './amount.js';
import { checkRequest, type LeaseRequest } from './lease-request.js';
import type { LeaseEvent } from './lease.events.js';
import {
  evolveLease,
  freeBudget,
  isHeld,
  reservationOf,
  type HeldLease,
  type Lease,
  type Reservation,
} from './lease.state.js';

/** What the policies say to a request. */
export interface Verdict {
  readonly allowed: boolean;
  /** Ids of the policies that decided; empty: default deny. */
  readonly policies: readonly string[];
  readonly reason: string;
  /** SHA-256 of the text of the policy set that was asked. */
  readonly policySet: string;
}

/** `nowMs`: milliseconds since 1970, from the edge. `fencingToken` of an acquire is new; of the others it is what the caller holds. */
export type LeaseCommand =
  | {
      readonly type: 'AcquireLease';
      readonly leaseId: string;
      readonly request: LeaseRequest;
      readonly verdict: Verdict;
      readonly fencingToken: number;
      readonly nowMs: number;
    }
  | {
      readonly type: 'ReserveBudget';
      readonly fencingToken: number;
      readonly reservationId: string;
      readonly amount: Amount;
      readonly nowMs: number;
    }
  | {
      readonly type: 'CommitBudget';
      readonly fencingToken: number;
      readonly reservationId: string;
      readonly spent: Amount;
      readonly nowMs: number;
    }
  | { readonly type: 'ReleaseLease'; readonly fencingToken: number; readonly nowMs: number }
  | { readonly type: 'ExpireLease'; readonly nowMs: number };

type CommandOf<Type extends LeaseCommand['type']> = LeaseCommand & { readonly type: Type };

const refuse = (message: string): never => {
  throw new DomainError('failed_precondition', message);
};

const iso = (ms: number): string => new Date(ms).toISOString();

const show = ({ episodes, tokens, costMicros }: Amount): string =>
  `${episodes} episodes, ${tokens} tokens, ${costMicros} cost_micros`;

const checkId = (path: string, what: string, id: string): void => {
  const violations = nameViolations(names.leaseId, path, id);
  if (violations.length > 0) throw new DomainError('invalid_argument', `the ${what} id is not valid`, violations);
};

const ended = (lease: HeldLease, nowMs: number): boolean => nowMs >= lease.expiresAtMs;

const acquire = (
  { leaseId, request, verdict, fencingToken, nowMs }: CommandOf<'AcquireLease'>,
  lease: Lease,
): readonly LeaseEvent[] => {
  if (lease.status !== 'absent') {
    if (canonicalJson(lease.request) === canonicalJson(request)) return [];
    throw new DomainError('already_exists', `lease ${leaseId} exists and was asked for with another request`);
  }
  checkId('lease_id', 'lease', leaseId);
  checkRequest(request, 1);
  const { policies, policySet, reason } = verdict;
  return verdict.allowed
    ? [
        {
          type: 'LeaseGranted',
          data: { leaseId, request, policies, policySet, fencingToken, expiresAtMs: nowMs + request.wallMs },
        },
      ]
    : [{ type: 'LeaseDenied', data: { leaseId, request, policies, policySet, reason } }];
};

/** The lease, where it was granted and the caller's token is its token, whether or not it has ended. */
const heldWith = (lease: Lease, fencingToken: number): HeldLease => {
  if (lease.status === 'absent') throw new DomainError('not_found', 'there is no such lease');
  if (!isHeld(lease)) return refuse(`lease ${lease.leaseId} was denied`);
  if (lease.fencingToken !== fencingToken)
    return refuse(`fencing token ${fencingToken} is stale: lease ${lease.leaseId} has ${lease.fencingToken}`);
  return lease;
};

const inForce = (lease: HeldLease, nowMs: number): HeldLease => {
  if (lease.status !== 'granted') return refuse(`lease ${lease.leaseId} is ${lease.status}`);
  if (ended(lease, nowMs)) return refuse(`lease ${lease.leaseId} ended at ${iso(lease.expiresAtMs)}`);
  return lease;
};

const checkAmount = (amount: Amount, path: string): void => {
  const violations = amountViolations(amount, path);
  if (violations.length > 0) throw new DomainError('invalid_argument', `${path} is not valid`, violations);
};

const again = (id: string, found: Reservation, amount: Amount): readonly LeaseEvent[] => {
  if (sameAmount(found.amount, amount)) return [];
  throw new DomainError('already_exists', `reservation ${id} exists with another amount: ${show(found.amount)}`);
};

const reserve = (
  { fencingToken, reservationId, amount, nowMs }: CommandOf<'ReserveBudget'>,
  state: Lease,
): readonly LeaseEvent[] => {
  const lease = inForce(heldWith(state, fencingToken), nowMs);
  const found = reservationOf(lease, reservationId);
  if (found !== undefined) return again(reservationId, found, amount);
  checkId('reservation_id', 'reservation', reservationId);
  checkAmount(amount, 'amount');
  const over = overshoots(amount, freeBudget(lease));
  if (over.length > 0)
    throw new DomainError(
      'resource_exhausted',
      `lease ${lease.leaseId} has too little left: ${over.map(({ message }) => message).join('; ')}`,
      over,
    );
  return [{ type: 'BudgetReserved', data: { leaseId: lease.leaseId, reservationId, amount } }];
};

const commit = (
  { fencingToken, reservationId, spent, nowMs }: CommandOf<'CommitBudget'>,
  state: Lease,
): readonly LeaseEvent[] => {
  const held = heldWith(state, fencingToken);
  const found = reservationOf(held, reservationId);
  if (found?.spent !== undefined) {
    return sameAmount(found.spent, spent)
      ? []
      : refuse(`reservation ${reservationId} was committed with ${show(found.spent)}`);
  }
  const lease = inForce(held, nowMs);
  if (found === undefined)
    throw new DomainError('not_found', `lease ${lease.leaseId} has no reservation ${reservationId}`);
  checkAmount(spent, 'spent');
  const total = plus(lease.spent, spent);
  const tooMuch = inexact(plus(total, lease.reserved), 'spent');
  if (tooMuch.length > 0)
    throw new DomainError('out_of_range', `lease ${lease.leaseId} cannot count what was spent in all`, tooMuch);
  const over = excess(spent, found.amount);
  return [
    {
      type: 'BudgetCommitted',
      data: { leaseId: lease.leaseId, reservationId, spent, total, ...(isNothing(over) ? {} : { over }) },
    },
  ];
};

const expire = ({ nowMs }: { readonly nowMs: number }, lease: Lease): readonly LeaseEvent[] =>
  lease.status === 'granted' && ended(lease, nowMs)
    ? [{ type: 'LeaseExpired', data: { leaseId: lease.leaseId, spent: lease.spent } }]
    : [];

const release = ({ fencingToken, nowMs }: CommandOf<'ReleaseLease'>, state: Lease): readonly LeaseEvent[] => {
  const lease = heldWith(state, fencingToken);
  if (lease.status !== 'granted') return [];
  return ended(lease, nowMs)
    ? expire({ nowMs }, lease)
    : [{ type: 'LeaseReleased', data: { leaseId: lease.leaseId, spent: lease.spent } }];
};

/**
 * A lease: granted or denied once, reserved from and committed to while it lasts, then released or expired. What
 * is reserved fits beside what is reserved and spent already, always. A commit is what was charged, also where that is more than was
 * reserved: then what is spent may pass a cap, and nothing can be reserved any more. What meets a lease after its end is refused; the edge then sends ExpireLease, which records the end
 * (a decision either refuses or records, never both).
 */
export const leaseDecider: Decider<LeaseCommand, LeaseEvent, Lease> = {
  initial: { status: 'absent' },
  decide: (command, state) => {
    switch (command.type) {
      case 'AcquireLease':
        return acquire(command, state);
      case 'ReserveBudget':
        return reserve(command, state);
      case 'CommitBudget':
        return commit(command, state);
      case 'ReleaseLease':
        return release(command, state);
      case 'ExpireLease':
        return expire(command, state);
    }
  },
  evolve: evolveLease,
};
