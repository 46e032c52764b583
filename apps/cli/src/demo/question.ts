import type { Page } from '../connection/gateway.js';
import type { AgentRow } from '../agents/agents.text.js';
import { askSpecialist } from '../agents/ask.command.js';
import type { Answer } from '../agents/answer.text.js';
import type { Session } from '../session.js';
import { percent } from '../terminal/format.js';
import { sectionText } from '../terminal/section.js';
import type { Style } from '../terminal/terminal.js';

/** By task set: something that a person could ask and can judge, in the shape of the role; none of it is an item of the set. */
const questions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'web-features': { query: 'two-dimensional layout with rows and columns' },
};

/** The same question before and after the training. */
export interface Asked {
  readonly question: string;
  readonly before: Answer;
  readonly after: Answer;
}

/** The slot that a training of this agent tries to improve. */
const slotOf = async ({ gateway }: Session, agent: string, taskSet: string | undefined): Promise<string> => {
  const { items } = await gateway.get<Page<AgentRow>>('/orchestrator/mini_agents');
  const name = taskSet?.split('@')[0] ?? items.find(({ id }) => id === agent)?.task_sets[0];
  return `${agent}/${name ?? ''}`;
};

/** Asks the specialist as it serves now; the answer asks it again. Undefined where no question fits. */
export const askTwice = async (
  session: Session,
  agent: string,
  taskSet: string | undefined,
): Promise<(() => Promise<Asked>) | undefined> => {
  const slot = await slotOf(session, agent, taskSet);
  const input = questions[slot.split('/')[1] ?? ''];
  if (input === undefined) return undefined;
  const before = await askSpecialist(session, slot, input);
  return async () => ({
    question: Object.values(input).join(': '),
    before,
    after: await askSpecialist(session, slot, input),
  });
};

const mostDocuments = 4;

const outputText = (output: unknown): string => {
  const { documents, label } = output as { readonly documents?: readonly string[]; readonly label?: string };
  return documents?.slice(0, mostDocuments).join(', ') ?? label ?? JSON.stringify(output);
};

/** Both answers, one below the other. */
export const askedText = ({ question, before, after }: Asked, style: Style): string => {
  const { colour } = style;
  const line = (when: string, { output, confidence }: Answer): string =>
    `${colour.dim(when.padEnd(6))}  ${outputText(output)}  ${colour.dim(`(confidence ${percent(confidence)})`)}`;
  return sectionText(['Ask it', [`"${question}"`, line('before', before), line('now', after)].join('\n')], style);
};
