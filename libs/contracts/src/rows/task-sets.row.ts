import { roles } from '@ao/kernel';
import { z } from 'zod';
import { anyObject, commonFields, count, hash, text, type RowOf } from './row.js';

/** Copies and contradictions in a task set: see evaluation.v1.ContentChecks. */
const contentChecks = z.object({
  copies: count,
  contradicting: count,
  holdout_seen: count.describe('Holdout items whose input stands in train or dev too.'),
  near_copies: count,
  holdout_near: count.describe('Holdout items that are nearly the same as one of train or dev.'),
  compared: count,
});

/** A version of a task set. */
export const taskSetRow = z.object({
  ...commonFields,
  reference: text.describe('"name@hash": its id.'),
  name: text,
  hash,
  role: z.enum(roles),
  train: count.describe('Items of the split train.'),
  dev: count,
  holdout: count,
  documents: count.describe('Documents of the corpus; 0: it has none.'),
  source: text,
  licence: text,
  scorer: anyObject.nullable().describe("The scorer that was chosen, with its options; null: the role's own."),
  split_by: z.enum(['id', 'input']).describe('What fixes the split of an item; input: copies share a split.'),
  checks: contentChecks.nullable().describe('What the import found; null: it is older than the check.'),
  archived: z.boolean().describe('Starts no new jobs.'),
  deleted: z.boolean().describe('Its items are gone.'),
});

export type TaskSetRow = RowOf<typeof taskSetRow>;
