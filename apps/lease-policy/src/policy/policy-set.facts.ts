import type { PolicySetEvent } from '@ao/domain-lease';
import type { RecordedEvent } from '@ao/event-store';
import type { PublishedFact } from '@ao/service';

/** Private event -> public fact. */
export const policySetFacts = ({ event: { data } }: RecordedEvent<PolicySetEvent>): PublishedFact => ({
  type: 'policy.installed',
  data,
  key: data.name,
});
