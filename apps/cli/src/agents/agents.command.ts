import { act } from '../connection/actions.js';
import type { Page } from '../connection/gateway.js';
import type { CommonOptions } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';
import { agentsText, type AgentRow } from './agents.text.js';

/** `ao agents`, `ao agent register ADDRESS`. */
export const agentCommands: AddCommand = (program, open) => {
  subcommand(program, 'agents', 'list the mini-agents').action(async (options: CommonOptions) => {
    const { gateway, show } = open(options);
    const page = await gateway.get<Page<AgentRow>>('/orchestrator/mini_agents');
    show(page, (style) => agentsText(page.items, style));
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
};
