import { spendingRules } from '@ao/kernel';
import { z } from 'zod';
import { commonFields, count, hash, text, time, type RowOf } from './row.js';

/** One comparison that took its part of the slot's error. */
export const spentTestRow = z.object({
  test: count.describe("Which test in the slot's life, from 1."),
  job_id: text,
  finalist: count.describe('Which finalist of the job, from 0.'),
  candidate_hash: hash,
  alpha: z.number().describe('Error of this comparison.'),
  task_set: text,
  look: count.describe('Which look at this holdout, from 1.'),
  promoted: z.boolean().nullable().describe('Null: the comparison has no verdict yet.'),
  reserved_at: time,
  settled_at: time.nullable(),
});

/** How often the holdout of one version of a task set was looked at. */
export const holdoutLooksRow = z.object({
  task_set: text,
  looks: count,
  looks_allowed: count,
  fresh_due: z.boolean().describe('Items that were looked at so often have begun to be known: a fresh holdout is due.'),
});

/** The error that a slot has spent on false promotions over its life. */
export const gateLedgerRow = z.object({
  ...commonFields,
  slot: text,
  spending: z.enum(spendingRules).or(z.literal('')),
  slot_alpha: z.number().describe("The slot's error over its life."),
  spent: z.number().describe('Error given out so far, less what came back after promotions.'),
  left: z.number(),
  next_alpha: z.number().nullable().describe('Error that the next comparison may spend; null while one is open.'),
  tests_total: count,
  promotions: count,
  tests: z.array(spentTestRow).describe('The last fifty, newest last.'),
  holdouts: z.array(holdoutLooksRow),
});

export type GateLedgerRow = RowOf<typeof gateLedgerRow>;
export type SpentTestRow = RowOf<typeof spentTestRow>;
export type HoldoutLooksRow = RowOf<typeof holdoutLooksRow>;
