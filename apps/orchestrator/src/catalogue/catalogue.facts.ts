import type { DecodedFact } from '@ao/contracts';
import type { RecordedEvent } from '@ao/event-store';
import type { CatalogueEvent } from '@ao/domain-orchestrator';
import { profileMessage } from './profile.wire.js';

/** Private event -> public fact. */
export const catalogueFacts = ({
  event: { type, data },
}: RecordedEvent<CatalogueEvent>): DecodedFact & { key: string } => {
  switch (type) {
    case 'AgentRegistered': {
      const { profile, runtime } = data;
      return { key: profile.id, type: 'agent.registered', data: { profile: profileMessage(profile), runtime } };
    }
    case 'AgentArchived':
      return { key: data.agentId, type: 'agent.archived', data };
  }
};
