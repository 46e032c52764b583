import { z } from 'zod';

/** Nested readonly: a row is data that nobody changes in place. */
export type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

/** What a row of this schema is. */
export type RowOf<Schema extends z.ZodType> = Frozen<z.output<Schema>>;

/** Fields that every row of /state has. */
export const commonFields = {
  version: z.int().min(0).describe("Version of the row's own aggregate."),
  created_at: z.string().describe('ISO 8601.'),
  updated_at: z.string().describe('ISO 8601: time of the newest fact in the row.'),
  corr_id: z.string().describe('The story that made the row; empty while it is not known.'),
  dead_letters: z
    .array(z.object({ letter_id: z.string(), group: z.string(), fact_type: z.string(), reason: z.string() }))
    .optional()
    .describe('Facts about it that a consumer gave up and that wait for a redrive; absent: there are none.'),
} as const;

export const text = z.string();
export const hash = z.string().describe('SHA-256 of canonical JSON.');
export const time = z.string().describe('ISO 8601.');
export const count = z.int().min(0);
export const share = z.number().min(0).max(1);
/** JSON that others define: a configuration, the recorded evidence of a verdict. */
export const anyObject = z.record(z.string(), z.unknown());

/** Amounts that a lease caps; cost in millionths of the account's currency unit, tokens in and out together. */
export const amount = z.object({ episodes: count, tokens: count, cost_micros: count });

/** Why something ended early. */
export const fault = z.object({ code: text, reason: text });

/** An estimate with its interval. */
export const estimate = z.object({ value: z.number(), low: z.number(), high: z.number(), confidence: share });
