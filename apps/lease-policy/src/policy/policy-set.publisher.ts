import type { PolicySetEvent } from '@ao/domain-lease';
import type { PublishedFact } from '@ao/service';

/** Private event -> public fact. */
export const policySetFact = ({ data }: PolicySetEvent): PublishedFact => ({
  type: 'policy.installed',
  data,
  key: data.name,
});
