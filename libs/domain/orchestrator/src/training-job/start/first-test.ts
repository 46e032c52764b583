import { when, type FieldViolation } from '@ao/kernel';
import { gateDefaults, itemsNeeded, nextAlpha, spentAlpha, type SpendingName, type SpentTest } from '@ao/science';
import { maxFinalists } from '../gate/finalists.js';
import { alphaCap, gateRules, type GateRules } from '../gate/gate-rules.js';
import type { TaskSetSnapshot, TrainingRequest } from './training-request.js';

/** What the slot's ledger says: its error, how it is spent, and on what so far. */
export interface LedgerFacts {
  readonly slotAlpha: number;
  readonly spending: SpendingName;
  readonly tests: readonly SpentTest[];
}

const offered = (rules: GateRules, finalist: number, tests: readonly SpentTest[]): number =>
  Math.min(alphaCap(rules, finalist), nextAlpha(rules.spending, rules.slotAlpha, tests));

/** The error that the job's first comparison may spend. */
const firstAlpha = (rules: GateRules, ledger: LedgerFacts | null): number => offered(rules, 0, ledger?.tests ?? []);

/** Pairs without which the job's first comparison could prove nothing. */
export const pairsNeeded = (rules: GateRules, ledger: LedgerFacts | null): number =>
  itemsNeeded({ ...gateDefaults, ...rules, alpha: firstAlpha(rules, ledger) });

/** A holdout that cannot prove anything at the asked error is refused before anything is spent. */
export const checkHoldout = (
  rules: GateRules,
  ledger: LedgerFacts | null,
  taskSet: TaskSetSnapshot,
): FieldViolation[] => {
  const needed = pairsNeeded(rules, ledger);
  return when(
    taskSet.holdout - rules.confirmationItems < needed,
    'task_set',
    `the holdout of "${taskSet.name}" is too small: a verdict at the error ${firstAlpha(rules, ledger).toPrecision(2)} takes at least ${needed} items, and ${rules.confirmationItems} more measure the gain; it has ${taskSet.holdout}`,
  );
};

/** What a job may take of the error that its slot may spend over its life. */
export interface SlotError {
  readonly slot: string;
  /** Which test in the slot's life its first comparison would be, from 1. */
  readonly test: number;
  /** Error of that first comparison. */
  readonly alpha: number;
  /** Comparisons that it may make at most, and their error in all should none be promoted. */
  readonly comparisons: number;
  readonly most: number;
  readonly slotAlpha: number;
  /** Error that is gone before the job, and that is left after it should none be promoted. */
  readonly spent: number;
  readonly left: number;
  readonly spending: SpendingName;
}

/** What a job may take of its slot's error, as the ledger stands; null for one that never looks at the holdout. */
export const slotError = (request: TrainingRequest, ledger: LedgerFacts | null): SlotError | null => {
  if (request.mode === 'search_only') return null;
  const rules = gateRules(request);
  const before = ledger?.tests ?? [];
  const comparisons = Math.min(maxFinalists, Math.max(1, request.strategy.candidates));
  const tests = Array.from({ length: comparisons }).reduce<readonly SpentTest[]>(
    (taken, _, finalist) => [...taken, { alpha: offered(rules, finalist, [...before, ...taken]), promoted: false }],
    [],
  );
  const [spent, after] = [before, [...before, ...tests]].map((all) => spentAlpha(rules.spending, all)) as [
    number,
    number,
  ];
  return {
    slot: request.slot,
    test: before.length + 1,
    alpha: tests[0]?.alpha ?? 0,
    comparisons,
    most: after - spent,
    slotAlpha: rules.slotAlpha,
    spent,
    left: Math.max(0, rules.slotAlpha - after),
    spending: rules.spending,
  };
};
