import type { Configuration } from '../jobs/rows.js';
import { notedTable } from '../terminal/noted-table.js';
import type { Style } from '../terminal/terminal.js';

/** A mini-agent of the catalogue. */
export interface AgentRow {
  readonly id: string;
  readonly version: string;
  readonly role: string;
  readonly runtime: string;
  readonly description: string;
  readonly search_space: readonly unknown[];
  readonly defaults: Configuration;
  readonly task_sets: readonly string[];
  readonly archived?: boolean;
}

/** The catalogue: one line an agent, and what it does below. */
export const agentsText = (agents: readonly AgentRow[], style: Style): string => {
  if (agents.length === 0) return 'The catalogue holds no agent.';
  return notedTable(
    agents,
    [
      { head: 'AGENT', cell: ({ id }, { colour }) => colour.bold(id) },
      { head: 'VERSION', cell: ({ version }) => version },
      { head: 'ROLE', cell: ({ role }) => role },
      { head: 'RUNTIME', cell: ({ runtime }) => runtime },
      { head: 'PARAMETERS', cell: ({ search_space }) => String(search_space.length), align: 'right' },
    ],
    ({ description, task_sets, archived }) =>
      `${archived ? 'ARCHIVED. ' : ''}${description} ${task_sets.length === 0 ? '' : `Task sets: ${task_sets.join(', ')}.`}`.trim(),
    style,
  );
};
