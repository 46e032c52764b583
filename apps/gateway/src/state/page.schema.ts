import { z } from 'zod';

/** Rows of a view, newest first. */
export const page = z.object({ items: z.array(z.looseObject({})), next_cursor: z.string().nullable() });

export type PageAnswer = z.output<typeof page>;

/** One row of a view. */
export const row = z.looseObject({});

export type RowAnswer = z.output<typeof row>;

/** Which page of which rows: any other parameter is an equal-to filter on one of the view's fields. */
export const pageQuery = z
  .object({
    limit: z.coerce.number('must be a whole number from 1 to 500').int('must be a whole number').min(1).max(500).default(50).describe('Rows of a page'),
    cursor: z.string().max(500).default('').describe('next_cursor of the page before'),
  })
  .catchall(z.string().max(300));

export type PageQuery = z.output<typeof pageQuery>;
