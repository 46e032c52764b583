import type { Amount } from './amount.js';
import type { LeaseRequest } from './lease-request.js';

/** Stored for ever: renaming a type or a field changes history. */
export type LeaseEvent =
  | {
      readonly type: 'LeaseGranted';
      readonly data: {
        readonly leaseId: string;
        readonly request: LeaseRequest;
        readonly policies: readonly string[];
        readonly policySet: string;
        readonly fencingToken: number;
        readonly expiresAtMs: number;
      };
    }
  | {
      readonly type: 'LeaseDenied';
      readonly data: {
        readonly leaseId: string;
        readonly request: LeaseRequest;
        readonly policies: readonly string[];
        readonly policySet: string;
        readonly reason: string;
      };
    }
  | {
      readonly type: 'BudgetReserved';
      readonly data: { readonly leaseId: string; readonly reservationId: string; readonly amount: Amount };
    }
  | {
      readonly type: 'BudgetCommitted';
      readonly data: {
        readonly leaseId: string;
        readonly reservationId: string;
        readonly spent: Amount;
        readonly total: Amount;
        /** What of it is above the reservation; absent: nothing. */
        readonly over?: Amount;
      };
    }
  | { readonly type: 'LeaseReleased'; readonly data: { readonly leaseId: string; readonly spent: Amount } }
  | { readonly type: 'LeaseExpired'; readonly data: { readonly leaseId: string; readonly spent: Amount } };
