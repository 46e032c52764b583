import { minus, nothing, plus, type Amount } from './amount.js';
import { emptyDictionary, lookUp, withEntry, type Dictionary } from './dictionary.js';
import type { LeaseRequest } from './lease-request.js';
import type { LeaseEvent } from './lease.events.js';

/** Budget set aside under an id; `spent` once it was committed. */
export interface Reservation {
  readonly amount: Amount;
  readonly spent?: Amount;
}

/**
 * What a granted lease holds. Committed reservations stay, because their ids must never buy a second time and a repeated commit
 * must get its first answer: about 200 bytes each, and a job has one for each slice of episodes, not for each episode.
 */
export interface HeldLease {
  readonly status: 'granted' | 'released' | 'expired';
  readonly leaseId: string;
  readonly request: LeaseRequest;
  readonly policies: readonly string[];
  readonly fencingToken: number;
  readonly expiresAtMs: number;
  readonly reserved: Amount;
  readonly spent: Amount;
  readonly reservations: Dictionary<Reservation>;
}

export interface DeniedLease {
  readonly status: 'denied';
  readonly leaseId: string;
  readonly request: LeaseRequest;
  readonly policies: readonly string[];
  readonly reason: string;
}

export type Lease = { readonly status: 'absent' } | DeniedLease | HeldLease;

export const isHeld = (lease: Lease): lease is HeldLease => lease.status !== 'absent' && lease.status !== 'denied';

/** What can still be reserved. */
export const freeBudget = ({ request, reserved, spent }: HeldLease): Amount =>
  minus(request.budget, plus(reserved, spent));

export const reservationOf = (lease: HeldLease, reservationId: string): Reservation | undefined =>
  lookUp(lease.reservations, reservationId);

const granted = (data: (LeaseEvent & { type: 'LeaseGranted' })['data']): HeldLease => ({
  status: 'granted',
  leaseId: data.leaseId,
  request: data.request,
  policies: data.policies,
  fencingToken: data.fencingToken,
  expiresAtMs: data.expiresAtMs,
  reserved: nothing,
  spent: nothing,
  reservations: emptyDictionary,
});

const reserved = (lease: HeldLease, reservationId: string, amount: Amount): HeldLease => ({
  ...lease,
  reserved: plus(lease.reserved, amount),
  reservations: withEntry(lease.reservations, reservationId, { amount }),
});

const committed = (lease: HeldLease, reservationId: string, spent: Amount): HeldLease => {
  const amount = reservationOf(lease, reservationId)?.amount ?? spent;
  return {
    ...lease,
    reserved: minus(lease.reserved, amount),
    spent: plus(lease.spent, spent),
    reservations: withEntry(lease.reservations, reservationId, { amount, spent }),
  };
};

const onHeld = (
  lease: HeldLease,
  { type, data }: Exclude<LeaseEvent, { type: 'LeaseGranted' | 'LeaseDenied' }>,
): HeldLease => {
  switch (type) {
    case 'BudgetReserved':
      return reserved(lease, data.reservationId, data.amount);
    case 'BudgetCommitted':
      return committed(lease, data.reservationId, data.spent);
    case 'LeaseReleased':
      return { ...lease, status: 'released', reserved: nothing };
    case 'LeaseExpired':
      return { ...lease, status: 'expired', reserved: nothing };
  }
};

export const evolveLease = (lease: Lease, event: LeaseEvent): Lease => {
  switch (event.type) {
    case 'LeaseGranted':
      return granted(event.data);
    case 'LeaseDenied':
      return { status: 'denied', ...event.data };
    default:
      return isHeld(lease) ? onHeld(lease, event) : lease;
  }
};
