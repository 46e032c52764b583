import type { OutcomeEvent } from '@ao/domain-cognition';
import type { RecordedEvent } from '@ao/event-store';
import type { PublishedFact } from '@ao/service';

/** Private event -> public fact; the key is the slot. */
export const outcomeFacts = ({
  event: {
    data: { confidence, ...data },
  },
}: RecordedEvent<OutcomeEvent>): PublishedFact => ({
  type: 'modular.outcome.reported',
  key: data.slot,
  data: { ...data, ...(confidence === null ? {} : { confidence }) },
});
