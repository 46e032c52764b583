import type { LeaseEvent } from '@ao/domain-lease';
import { type RecordedEvent } from '@ao/event-store';
import type { PublishedFact } from '@ao/service';

/** Private event -> public fact; the key is the lease id. */
export const leaseFacts = ({ event: { type, data } }: RecordedEvent<LeaseEvent>): PublishedFact => {
  switch (type) {
    case 'LeaseGranted': {
      const { policySet: _policySet, policies, ...granted } = data;
      return { type: 'lease.granted', data: { ...granted, policies: [...policies] } };
    }
    case 'LeaseDenied': {
      const { policySet: _policySet, policies, ...denied } = data;
      return { type: 'lease.denied', data: { ...denied, policies: [...policies] } };
    }
    case 'BudgetReserved':
      return { type: 'budget.reserved', data };
    case 'BudgetCommitted':
      return { type: 'budget.committed', data };
    case 'LeaseReleased':
      return { type: 'lease.released', data };
    case 'LeaseExpired':
      return { type: 'lease.expired', data };
  }
};
