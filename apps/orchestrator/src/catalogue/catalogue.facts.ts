import type { DecodedFact } from '@ao/contracts';
import type { RecordedEvent } from '@ao/event-store';
import type { CatalogueEvent } from '@ao/domain-orchestrator';
import { profileMessage } from './profile.js';

/** Private event -> public fact. */
export const catalogueFacts = ({ event }: RecordedEvent<CatalogueEvent>): DecodedFact & { key: string } => ({
  key: event.data.profile.id,
  type: 'agent.registered',
  data: { profile: profileMessage(event.data.profile), runtime: event.data.runtime },
});
