import {
  enumField,
  everyFilter,
  stateFilters,
  stateRows,
  textField,
  type FilterValues,
  type StateFilter,
  type StateView,
} from '@ao/contracts';
import { pageLimits, textLimits } from '@ao/kernel';
import { z } from 'zod';

const paging = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(pageLimits.rows)
    .default(pageLimits.defaultRows)
    .describe('Rows of a page.'),
  cursor: z.string().max(pageLimits.cursor).default('').describe('The next_cursor of the page before.'),
};

type FilterField = z.ZodOptional<z.ZodType<string>>;

const anyText = textField(0, textLimits.id);
const filterField = (name: string, values: FilterValues): FilterField =>
  (values === 'any' ? anyText : enumField(values as [string, ...string[]]))
    .optional()
    .describe(`Only rows whose ${name} is this.`);

/** Query of a page of any view: the view says which filters are its own, and which values they have. */
export const pageQuery = z.strictObject({
  ...paging,
  ...(Object.fromEntries(Object.keys(everyFilter).map((name) => [name, filterField(name, 'any')])) as Record<
    StateFilter,
    FilterField
  >),
});

/** Query of a page of one view. */
export const pageQueryOf = (view: StateView): z.ZodType<PageQuery> =>
  z.strictObject({
    ...paging,
    ...Object.fromEntries(
      Object.entries<FilterValues>(stateFilters[view]).map(([name, values]) => [name, filterField(name, values)]),
    ),
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
  viewNames.map((view) => [
    view,
    { summary: `${stateRows[view].title}, newest first.`, answer: pageAnswer(view), query: pageQueryOf(view) },
  ]),
);

/** The same for a row. */
export const rowAnswers = Object.fromEntries(
  viewNames.map((view) => [view, { summary: `One of: ${stateRows[view].title}.`, answer: rowAnswer(view) }]),
);
