import type { OutcomeEvent } from '@ao/domain-cognition';
import type { Publisher, PublishedFact } from '@ao/service';

const outcomeFact = ({ data: { confidence, ...data } }: OutcomeEvent): PublishedFact => ({
  type: 'modular.outcome.reported',
  key: data.slot,
  data: { ...data, ...(confidence === null ? {} : { confidence }) },
});

/** Private event -> public fact; the key is the slot. */
export const outcomePublisher: Publisher = ({ event }) => outcomeFact(event as OutcomeEvent);
