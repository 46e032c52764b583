import { act } from '../connection/actions.js';
import type { Page } from '../connection/gateway.js';
import type { CommonOptions } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';
import { agentsText, type AgentRow } from './agents.text.js';

/** `ao agents`, `ao agent register ADDRESS`, `ao agent archive AGENT`. */
export const agentCommands: AddCommand = (program, open) => {
  subcommand(program, 'agents', 'list the mini-agents')
    .option('--all', 'those that are archived too')
    .action(async ({ all = false, ...options }: CommonOptions & { readonly all?: boolean }) => {
      const { gateway, show } = open(options);
      const page = await gateway.get<Page<AgentRow>>('/orchestrator/mini_agents');
      const items = page.items.filter(({ archived = false }) => all || !archived);
      show({ ...page, items }, (style) => agentsText(items, style));
    });
  const agent = program.command('agent').description('work with one mini-agent');
  subcommand(agent, 'register <address>', 'register an agent that listens behind gRPC at "host:port"').action(
    async (address: string, options: CommonOptions) => {
      const session = open(options);
      const row = await act(session, 'agent.register', { address });
      session.show(
        row,
        ({ colour }) => `${colour.green('registered')} the agent at ${address}. See it with: ao agents`,
      );
    },
  );
  subcommand(agent, 'archive <agent>', 'take an agent out of use: it starts no new jobs; what it serves stays')
    .option('--undo', 'take it back into use')
    .action(async (agentId: string, { undo = false, ...options }: CommonOptions & { readonly undo?: boolean }) => {
      const session = open(options);
      const row = await act(session, 'agent.archive', { agent_id: agentId, archived: !undo });
      session.show(row, ({ colour }) => `${colour.green(undo ? 'taken back' : 'archived')} agent ${agentId}`);
    });
};
