import { isOld, owned, snakeCase } from '../view/fold-rules.js';
import type { View, ViewRow } from '../view/view.js';

/** A mini-agent of the catalogue: its profile, and where it runs. `version` is that of the catalogue entry, `agent_version` that of the agent's code. */
export interface AgentRow extends ViewRow {
  readonly id: string;
  readonly agent_version: string;
  readonly role: string;
  readonly runtime: string;
}

/** The catalogue of mini-agents. */
export const agents: View<AgentRow> = {
  name: 'agents',
  revision: 1,
  filters: ['role', 'runtime'],
  rules: {
    'agent.registered': {
      row: ({ data }) => data.profile?.id || undefined,
      fold: (row, fact, meta) => {
        if (isOld(row, meta)) return row;
        const { profile, runtime } = snakeCase(fact) as { profile: AgentRow & { version: unknown }; runtime: string };
        return { ...profile, agent_version: String(profile.version), runtime, ...owned(row, meta) };
      },
    },
  },
};
