import { isOld, owned, timeOf, unknownRow } from '../view/fold-rules.js';
import type { FactOf, View, ViewRow } from '../view/view.js';

/** One comparison that took its part of the slot's error. */
export interface SpentTest {
  /** Which test in the slot's life, from 1. */
  readonly test: number;
  readonly job_id: string;
  /** Which finalist of the job, from 0. */
  readonly finalist: number;
  readonly candidate_hash: string;
  /** Error of this comparison. */
  readonly alpha: number;
  readonly task_set: string;
  /** Which look at this holdout, from 1. */
  readonly look: number;
  /** Null: the comparison has no verdict yet. */
  readonly promoted: boolean | null;
  readonly reserved_at: string;
  readonly settled_at: string | null;
}

/** How often the holdout of one version of a task set was looked at. */
export interface HoldoutLooks {
  readonly task_set: string;
  readonly looks: number;
  readonly looks_allowed: number;
  /** True: items that were looked at so often have begun to be known; a fresh holdout is due. */
  readonly fresh_due: boolean;
}

/** The error that a slot has spent on false promotions over its life. `version` is the ledger's. */
export interface GateLedgerRow extends ViewRow {
  readonly slot: string;
  /** family_wise or e_lond. */
  readonly spending: string;
  /** The slot's error over its life. */
  readonly slot_alpha: number;
  /** Error given out so far, less what came back after promotions. */
  readonly spent: number;
  readonly left: number;
  /** Error that the next comparison may spend; null while one is open. */
  readonly next_alpha: number | null;
  readonly tests_total: number;
  readonly promotions: number;
  /** The last fifty, newest last. */
  readonly tests: readonly SpentTest[];
  readonly holdouts: readonly HoldoutLooks[];
}

const kept = 50;

const unknownLedger = (slot: string): GateLedgerRow => ({
  ...unknownRow,
  slot,
  spending: '',
  slot_alpha: 0,
  spent: 0,
  left: 0,
  next_alpha: null,
  tests_total: 0,
  promotions: 0,
  tests: [],
  holdouts: [],
});

/** Never below nothing, and without the dust of sums. */
const leftOf = (slotAlpha: number, spent: number): number => Math.max(0, Number((slotAlpha - spent).toPrecision(12)));

const lookedAt = (
  holdouts: readonly HoldoutLooks[],
  { taskSet, look, looksAllowed }: FactOf<'promotion.alpha.reserved'>['data'],
): readonly HoldoutLooks[] => {
  const others = holdouts.filter(({ task_set }) => task_set !== taskSet);
  return [
    ...others,
    {
      task_set: taskSet,
      looks: look,
      looks_allowed: looksAllowed,
      fresh_due: looksAllowed > 0 && look >= looksAllowed,
    },
  ];
};

const testOf = ({ data }: FactOf<'promotion.alpha.reserved'>, reserved_at: string): SpentTest => {
  const { test, jobId: job_id, finalist, candidateHash: candidate_hash, alpha, taskSet: task_set, look } = data;
  return {
    test,
    job_id,
    finalist,
    candidate_hash,
    alpha,
    task_set,
    look,
    promoted: null,
    reserved_at,
    settled_at: null,
  };
};

const settled = (
  tests: readonly SpentTest[],
  { test, promoted }: FactOf<'promotion.alpha.settled'>['data'],
  settled_at: string,
): readonly SpentTest[] => tests.map((each) => (each.test === test ? { ...each, promoted, settled_at } : each));

/** The slots' ledgers of spent error, and the looks at their holdouts. */
export const gateLedgers: View<GateLedgerRow> = {
  name: 'gate-ledgers',
  revision: 1,
  filters: ['slot', 'spending'],
  rules: {
    'promotion.alpha.reserved': {
      row: ({ data }) => data.slot,
      fold: (row, fact, meta) => {
        const { data } = fact;
        // Told again, a test that is known says nothing new: its verdict may be known too.
        if (isOld(row, meta) || (row !== undefined && data.test <= row.tests_total)) return row;
        const { tests, holdouts, promotions } = row ?? unknownLedger(data.slot);
        const { slot, spending, slotAlpha: slot_alpha, spent, test } = data;
        return {
          slot,
          spending,
          slot_alpha,
          spent,
          promotions,
          left: leftOf(slot_alpha, spent),
          next_alpha: null,
          tests_total: test,
          tests: [...tests, testOf(fact, timeOf(meta))].slice(-kept),
          holdouts: lookedAt(holdouts, data),
          ...owned(row, meta),
        };
      },
    },
    'promotion.alpha.settled': {
      row: ({ data }) => data.slot,
      fold: (row, { data }, meta) => {
        if (
          row === undefined ||
          isOld(row, meta) ||
          row.tests.find(({ test }) => test === data.test)?.promoted !== null
        )
          return row;
        const { spent, nextAlpha: next_alpha, promoted } = data;
        const tests = settled(row.tests, data, timeOf(meta));
        return {
          ...row,
          tests,
          spent,
          left: leftOf(row.slot_alpha, spent),
          next_alpha,
          promotions: row.promotions + (promoted ? 1 : 0),
          ...owned(row, meta),
        };
      },
    },
  },
};
