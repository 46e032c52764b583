import { pageLimits, textLimits } from '@ao/kernel';
import { z } from 'zod';

/** Fields by which one view or another can be filtered; the view says which are its own. */
const filters = [
  'status',
  'mini_agent',
  'outcome',
  'slot',
  'corr_id',
  'role',
  'runtime',
  'name',
  'job_id',
  'trial_id',
  'purpose',
  'configuration_hash',
  'subject',
  'capability',
  'unit_id',
  'cause',
  'in_force',
  'stale',
  'stalled',
  'label',
  'spending',
] as const;

const filterFields = Object.fromEntries(
  filters.map((name) => [
    name,
    z.string().max(textLimits.id).optional().describe(`Only rows whose ${name} is this, in views that have it.`),
  ]),
) as { [Name in (typeof filters)[number]]: z.ZodOptional<z.ZodString> };

/** Query of a paged view. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(pageLimits.rows)
    .default(pageLimits.defaultRows)
    .describe('Rows of a page.'),
  cursor: z.string().max(pageLimits.cursor).default('').describe('The next_cursor of the page before.'),
  ...filterFields,
});

export type PageQuery = z.output<typeof pageQuery>;

/** One row of a view. */
export const rowAnswer = z.looseObject({
  version: z.int().describe("Version of the row's own aggregate."),
  created_at: z.string().describe('ISO 8601.'),
  updated_at: z.string().describe('ISO 8601.'),
  corr_id: z.string(),
});

/** A page of rows, newest first. */
export const pageAnswer = z.object({
  items: z.array(rowAnswer),
  next_cursor: z.string().nullable().describe('Where the next page starts; null: this was the last.'),
});
