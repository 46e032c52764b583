import { z } from 'zod';
import { enumField, textField } from '@ao/contracts';
import { actionStatuses, pageLimits, textLimits } from '@ao/kernel';
import { problemSchema } from '@ao/http';
import { actionKinds, type ActionKindName } from './action-kinds.js';

const idempotencyKey = textField(1, textLimits.idempotencyKey)
  .optional()
  .describe('The same key with the same kind and input is the same action. Default: every call is a new one.');

const variants = (Object.keys(actionKinds) as ActionKindName[]).map((name) =>
  z.strictObject({
    kind: z.literal(name),
    input: actionKinds[name].input as z.ZodType,
    idempotency_key: idempotencyKey,
  }),
);
type Variant = (typeof variants)[number];

/** Body of POST /actions. */
export const actionBody = z.discriminatedUnion('kind', variants as [Variant, ...Variant[]]);

export type ActionBody = z.output<typeof actionBody>;

/** Answer of POST /actions. */
export const actionAccepted = z.object({
  action_id: z.string().describe('Identity of the action: GET /state/actions/{action_id} shows what becomes of it.'),
  kind: z.string(),
  status: z.enum(actionStatuses),
  corr_id: z.string().describe('The id on everything that the action causes.'),
});

/** An action and what became of it. */
export const actionRow = actionAccepted.extend({
  input: z.unknown(),
  result: z.unknown().describe('What the action gave, once it succeeded; else null.'),
  error: problemSchema.nullable().describe('Why it failed; null: it did not.'),
  subject: z.string().describe('Who asked.'),
  attempts: z.int().describe('How often it was tried.'),
  created_at: z.string(),
  updated_at: z.string(),
});

/** A page of actions, newest first. */
export const actionPage = z.object({ items: z.array(actionRow), next_cursor: z.string().nullable() });

/** Query of the page. */
export const actionQuery = z.strictObject({
  kind: enumField(Object.keys(actionKinds) as [ActionKindName, ...ActionKindName[]])
    .optional()
    .describe('Only actions of this kind.'),
  status: enumField(actionStatuses).optional().describe('Only actions whose status is this.'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(pageLimits.rows)
    .default(pageLimits.defaultRows)
    .describe('Rows of a page.'),
  cursor: z
    .union([z.uuid(), z.literal('')])
    .default('')
    .describe('The next_cursor of the page before.'),
});

export type ActionQuery = z.output<typeof actionQuery>;
