import type { ViewRow } from './view.js';

/** A row as /state gives it: without the fold's own memory. */
export const served = (row: ViewRow): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).filter(([field]) => !field.startsWith('_')));

/** False while only facts of other aggregates are known. */
export const isServed = (row: ViewRow | undefined): row is ViewRow => row !== undefined && row.created_at !== null;
