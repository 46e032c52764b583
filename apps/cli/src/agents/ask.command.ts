import { act } from '../connection/actions.js';
import type { Page } from '../connection/gateway.js';
import type { CommonOptions, Session } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';
import type { AgentRow } from './agents.text.js';
import { answerText, inputFor, type Answer } from './answer.text.js';

const roleOf = async ({ gateway }: Session, slot: string): Promise<string | undefined> => {
  const { items } = await gateway.get<Page<AgentRow>>('/orchestrator/mini_agents');
  return items.find(({ id }) => id === slot.split('/')[0])?.role;
};

/** Asks the specialist that serves a slot. */
export const askSpecialist = async (session: Session, slot: string, input: unknown): Promise<Answer> => (await act<Answer>(session, 'specialist.answer', { slot, input })).result as Answer;

/** `ao ask SLOT INPUT`. */
export const askCommand: AddCommand = (program, open) => {
  subcommand(program, 'ask <slot> <input>', 'ask the specialist that serves a slot, such as recall/web-features')
    .addHelpText('after', '\nINPUT is JSON in the shape of the agent\'s role, or a plain text for the roles recall and validation.')
    .action(async (slot: string, input: string, options: CommonOptions) => {
      const session = open(options);
      const answer = await askSpecialist(session, slot, inputFor(await roleOf(session, slot), input));
      session.show(answer, (style) => answerText(answer, style));
    });
};
