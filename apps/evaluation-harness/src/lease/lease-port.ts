import type { Spend, TrialSpec } from '@ao/domain-evaluation';
import type { EventMetadata } from '@ao/event-store';

/** The lease that pays for a trial. */
export type LeaseHold = Pick<TrialSpec, 'leaseId' | 'fencingToken'>;

/** What the harness asks of lease-policy. Errors are DomainErrors: `unavailable` may pass, every other refusal stands. */
export interface LeasePort {
  /** Sets budget aside; answers when the lease ends, milliseconds since 1970. The same id again answers the same. */
  reserve(hold: LeaseHold, reservationId: string, amount: Spend, metadata: EventMetadata): Promise<number>;
  /** Turns a reservation into spend. Idempotent. */
  commit(hold: LeaseHold, reservationId: string, spent: Spend, metadata: EventMetadata): Promise<void>;
}
