import { Option } from 'commander';
import type { CommonOptions, Session } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';
import type { AgentRow } from './agents.text.js';
import { answerText, inputFor, type Answer } from './answer.text.js';

const roleOf = async ({ gateway }: Session, slot: string): Promise<string | undefined> => {
  const id = slot.split('/')[0] ?? '';
  return (await gateway.get<AgentRow>(`/orchestrator/mini_agents/${encodeURIComponent(id)}`)).role;
};

/** Who is asked. */
export interface Asking {
  /** Whoever has the same key is served by the same side of a canary. */
  readonly key?: string;
  /** production or candidate: whatever the traffic's shares are. */
  readonly label?: string;
}

/** The first question after a promotion waits while the specialist is fitted: a little longer than the platform itself does. */
const answerWithinMs = 65_000;

/** Asks the specialist that serves a slot. */
export const askSpecialist = async (
  session: Session,
  slot: string,
  input: unknown,
  { key, label }: Asking = {},
): Promise<Answer> =>
  session.gateway.post<Answer>(
    '/specialists/answer',
    { slot, input, ...(key === undefined ? {} : { key }), ...(label === undefined ? {} : { label }) },
    answerWithinMs,
  );

/** `ao ask SLOT INPUT`. */
export const askCommand: AddCommand = (program, open) => {
  subcommand(program, 'ask <slot> <input>', 'ask the specialist that serves a slot, such as recall/web-features')
    .addHelpText(
      'after',
      "\nINPUT is JSON in the shape of the agent's role, or a plain text for the roles recall and validation.",
    )
    .option('--key <key>', 'the same key is served by the same side of a canary: a user, a conversation')
    .addOption(
      new Option('--label <label>', "ask production or the candidate, whatever the traffic's shares are").choices([
        'production',
        'candidate',
      ]),
    )
    .action(async (slot: string, input: string, options: CommonOptions & Asking) => {
      const session = open(options);
      const answer = await askSpecialist(session, slot, inputFor(await roleOf(session, slot), input), options);
      session.show(answer, (style) => answerText(answer, style));
    });
};
