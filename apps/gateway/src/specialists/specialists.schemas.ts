import { nameField, textField } from '@ao/contracts';
import { names, servedLabels, textLimits } from '@ao/kernel';
import { z } from 'zod';

const question = {
  input: z.unknown().describe("The input; its shape is the role's."),
  key: textField(0, textLimits.servingKey)
    .default('')
    .describe('Whoever has the same key is served by the same side of a canary. Default: drawn for each answer.'),
  label: z
    .enum(['', ...servedLabels])
    .default('')
    .describe("Serve this label, canary or not. Default: as the slot's traffic is shared."),
};

/** What the action specialist.answer takes. */
export const answerInput = z.strictObject({ slot: nameField(names.slot).describe('agent/task-set.'), ...question });

/** Body of POST /specialists/answer: the slot, or its two halves. */
export const answerBody = z
  .strictObject({
    slot: nameField(names.slot).optional().describe('agent/task-set; instead of agent and task_set.'),
    agent: nameField(names.agentId).optional().describe('The agent, with task_set; instead of slot.'),
    task_set: nameField(names.taskSet).optional().describe('The task set, with agent; instead of slot.'),
    ...question,
  })
  .refine(({ slot, agent, task_set }) => (slot === undefined) === (agent !== undefined && task_set !== undefined), {
    path: ['slot'],
    message: 'must be given, or agent and task_set instead of it',
  });

export type AnswerBody = z.output<typeof answerBody>;

/** Answer of POST /specialists/answer. */
export const answerAnswer = z.object({
  output: z.unknown().describe('The answer in the shape of the role; absent where the specialist abstains.'),
  confidence: z.number().optional().describe('Probability that it is right, as the version serves it.'),
  raw_confidence: z.number().optional().describe("The agent's own confidence."),
  decision: z.string().describe('answered, abstained or escalated.'),
  label: z.string().describe('production or candidate.'),
  slot_version: z.number().describe('Version of the slot.'),
  unit_id: z.string().describe("The unit that set the configuration; empty: the agent's defaults."),
  configuration_hash: z.string(),
  escalated_to: z.string().describe('The slot that answered in place of this one; empty: none.'),
  tokens_in: z.number(),
  tokens_out: z.number(),
  latency_ms: z.number(),
  answer_id: z.string(),
  receipt: z.string().describe('What outcome.report asks for.'),
});
