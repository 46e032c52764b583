import { enumField, everyFilter, textField, type FilterValues, type StateFilter } from '@ao/contracts';
import { pageLimits, textLimits } from '@ao/kernel';
import { z } from 'zod';

/** What a filter takes: the view says which filters and values are its own. */
const filterField = (name: string, values: FilterValues): z.ZodOptional<z.ZodType<string>> =>
  (values === 'any' ? textField(0, textLimits.id) : enumField(values as [string, ...string[]]))
    .optional()
    .describe(`Only rows whose ${name} is this, in views that have it.`);

const filterFields = Object.fromEntries(
  Object.entries(everyFilter).map(([name, values]) => [name, filterField(name, values)]),
) as Record<StateFilter, ReturnType<typeof filterField>>;

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
