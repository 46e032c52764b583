import type { lease as wire } from '@ao/contracts';
import { isHeld, nothing, reservationOf, type Amount, type Lease, type LeaseRequest } from '@ao/domain-lease';
import { DomainError } from '@ao/kernel';

/** Absent: nothing of everything. */
export const amountOf = (amount: wire.Amount | undefined): Amount => amount ?? nothing;

export const requestOf = (request: wire.LeaseRequest | undefined): LeaseRequest => {
  if (request === undefined)
    throw new DomainError('invalid_argument', 'the request is missing', [
      { path: 'request', message: 'must be given' },
    ]);
  return { ...request, budget: amountOf(request.budget) };
};

const noLease = (): never => {
  throw new DomainError('not_found', 'there is no such lease');
};

export const acquireAnswer = (lease: Lease): wire.AcquireLeaseResponse => {
  if (lease.status === 'absent') return noLease();
  if (!isHeld(lease))
    return { granted: false, policies: [...lease.policies], reason: lease.reason, fencingToken: 0, expiresAtMs: 0 };
  const { policies, fencingToken, expiresAtMs } = lease;
  return {
    granted: true,
    policies: [...policies],
    reason: `permitted by ${policies.join(', ')}`,
    fencingToken,
    expiresAtMs,
  };
};

export const reserveAnswer = (lease: Lease, reservationId: string): wire.ReserveBudgetResponse => {
  if (!isHeld(lease)) return noLease();
  return { expiresAtMs: lease.expiresAtMs, committed: reservationOf(lease, reservationId)?.spent !== undefined };
};

export const releaseAnswer = (lease: Lease): wire.ReleaseLeaseResponse => ({
  spent: isHeld(lease) ? lease.spent : nothing,
});

export const leaseAnswer = (lease: Lease): wire.GetLeaseResponse => {
  if (lease.status === 'absent') return noLease();
  const { status, request } = lease;
  if (!isHeld(lease))
    return {
      status,
      request,
      budget: request.budget,
      reserved: nothing,
      spent: nothing,
      fencingToken: 0,
      expiresAtMs: 0,
    };
  return {
    status,
    request,
    budget: request.budget,
    reserved: lease.reserved,
    spent: lease.spent,
    fencingToken: lease.fencingToken,
    expiresAtMs: lease.expiresAtMs,
  };
};
