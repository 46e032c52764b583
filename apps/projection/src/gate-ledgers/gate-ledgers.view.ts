import {
  filtersOf,
  type GateLedgerRow as ServedLedger,
  type HoldoutLooksRow,
  type SpentTestRow,
  topics,
} from '@ao/contracts';
import { isOld, owned, timeOf, unknownRow } from '../view/fold-rules.js';
import type { FactOf, FoldRow, View } from '../view/view.js';

/** The error that a slot has spent on false promotions over its life. */
export type GateLedgerRow = FoldRow<ServedLedger>;

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

/** Never below nothing, and without the rounding errors of sums. */
const leftOf = (slotAlpha: number, spent: number): number => Math.max(0, Number((slotAlpha - spent).toPrecision(12)));

const lookedAt = (
  holdouts: readonly HoldoutLooksRow[],
  { taskSet, look, looksAllowed }: FactOf<'promotion.alpha.reserved'>['data'],
): readonly HoldoutLooksRow[] => {
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

const testOf = ({ data }: FactOf<'promotion.alpha.reserved'>, reserved_at: string): SpentTestRow => {
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
  tests: readonly SpentTestRow[],
  { test, promoted }: FactOf<'promotion.alpha.settled'>['data'],
  settled_at: string,
): readonly SpentTestRow[] => tests.map((each) => (each.test === test ? { ...each, promoted, settled_at } : each));

/** The slots' ledgers of spent error, and the looks at their holdouts. */
export const gateLedgers: View<GateLedgerRow> = {
  name: 'gate-ledgers',
  revision: 1,
  filters: filtersOf('gate-ledgers'),
  about: { topic: topics.ledger.name },
  rules: {
    'promotion.alpha.reserved': {
      row: ({ data }) => data.slot,
      fold: (row, fact, meta) => {
        const { data } = fact;
        // Told again, a test that is known says nothing new: its verdict may be known too.
        if (isOld(row, meta) || (row !== undefined && data.test <= row.tests_total)) return row;
        const { tests, holdouts, promotions } = row ?? unknownLedger(data.slot);
        const { slot, slotAlpha: slot_alpha, spent, test } = data;
        return {
          slot,
          spending: data.spending as GateLedgerRow['spending'],
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
