import { roles } from '@ao/kernel';
import { z } from 'zod';
import { commonFields, count, hash, text, type RowOf } from './row.js';

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
});

export type TaskSetRow = RowOf<typeof taskSetRow>;
