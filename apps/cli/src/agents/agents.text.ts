import type { Configuration } from '../jobs/rows.js';
import { cut } from '../terminal/format.js';
import { table } from '../terminal/table.js';
import type { Style } from '../terminal/terminal.js';

/** A mini-agent of the catalogue. */
export interface AgentRow {
  readonly id: string;
  readonly agent_version?: string;
  readonly version?: string | number;
  readonly role: string;
  readonly runtime: string;
  readonly description: string;
  readonly search_space: readonly unknown[];
  readonly defaults: Configuration;
  readonly task_sets: readonly string[];
}

/** The catalogue: one line an agent, its sentence below. */
export const agentsText = (agents: readonly AgentRow[], style: Style): string => {
  if (agents.length === 0) return 'The catalogue holds no agent.';
  const rows = table(
    agents,
    [
      { head: 'AGENT', cell: ({ id }, { colour }) => colour.bold(id) },
      { head: 'VERSION', cell: ({ agent_version, version }) => String(agent_version ?? version) },
      { head: 'ROLE', cell: ({ role }) => role },
      { head: 'RUNTIME', cell: ({ runtime }) => runtime },
      { head: 'PARAMETERS', cell: ({ search_space }) => String(search_space.length), align: 'right' },
      { head: 'TASK SETS', cell: ({ task_sets }) => task_sets.join(', '), flexible: true },
    ],
    style,
  );
  const [head, ...lines] = rows.split('\n');
  return [head, ...lines.flatMap((line, index) => [line, style.colour.dim(`  ${cut(agents[index]?.description ?? '', style.width - 2)}`)])].join('\n');
};
