import { filtersOf, type AgentRow as ServedAgent, topics } from '@ao/contracts';
import { isOld, owned, snakeCase } from '../view/fold-rules.js';
import type { FoldRow, View } from '../view/view.js';

/** A mini-agent of the catalogue: its profile, and where it runs. */
export type AgentRow = FoldRow<ServedAgent>;

/** The lists of a profile: a fact's JSON form leaves out those that are empty. */
const noLists = { search_space: [], required_leases: [], task_sets: [], tools: [], models: [], search_splits: [] };

/** The catalogue of mini-agents. */
export const agents: View<AgentRow> = {
  name: 'agents',
  revision: 3,
  filters: filtersOf('agents'),
  about: { topic: topics.agent.name },
  rules: {
    'agent.registered': {
      row: ({ data }) => data.profile?.id || undefined,
      fold: (row, fact, meta) => {
        if (isOld(row, meta)) return row;
        const { profile, runtime } = snakeCase(fact) as {
          profile: Omit<AgentRow, 'version'> & { version: unknown };
          runtime: string;
        };
        return {
          ...noLists,
          ...profile,
          agent_version: String(profile.version),
          runtime,
          archived: row?.archived ?? false,
          ...owned(row, meta),
        };
      },
    },
    'agent.archived': {
      row: ({ data }) => data.agentId,
      fold: (row, { data }, meta) =>
        row === undefined || isOld(row, meta) ? row : { ...row, archived: data.archived, ...owned(row, meta) },
    },
  },
};
