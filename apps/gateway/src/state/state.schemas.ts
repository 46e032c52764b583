import { enumField, everyFilter, stateRows, textField, type FilterValues, type StateFilter } from '@ao/contracts';
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

type ViewName = keyof typeof stateRows;

/** One row of a view. */
export const rowAnswer = (view: ViewName): z.ZodObject => stateRows[view].row;

/** A page of rows of a view, newest first. */
export const pageAnswer = (view: ViewName): z.ZodObject =>
  z.object({
    items: z.array(rowAnswer(view)),
    next_cursor: z.string().nullable().describe('Where the next page starts; null: this was the last.'),
  });

const viewNames = Object.keys(stateRows) as readonly ViewName[];

/** What a page of each view is, for the description of the one route that serves them all. */
export const pageAnswers = Object.fromEntries(
  viewNames.map((view) => [view, { summary: `${stateRows[view].title}, newest first.`, answer: pageAnswer(view) }]),
);

/** The same for a row. */
export const rowAnswers = Object.fromEntries(
  viewNames.map((view) => [view, { summary: `One of: ${stateRows[view].title}.`, answer: rowAnswer(view) }]),
);
