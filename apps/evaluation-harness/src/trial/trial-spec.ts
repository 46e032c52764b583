import { runsPerItem, type TrialSpec } from '@ao/domain-evaluation';
import type { orchestrator } from '@ao/contracts';
import { splits, type Split } from '@ao/kernel';
import type { ItemOrder } from './item-order.store.js';

const isSplit = (split: string): split is Split => (splits as readonly string[]).includes(split);

/** The public fact as the harness stores it. */
export const trialSpecOf = (fact: orchestrator.TrialScheduled): TrialSpec => ({
  ...fact,
  configuration: fact.configuration ?? {},
  splits: fact.splits.filter(isSplit),
  runsPerItem: runsPerItem(fact),
  reservedItems: Math.max(0, fact.reservedItems),
});

/** The order of a trial's items; one that was stored before orders had a reserve has none. */
export const itemOrderOf = (
  contentId: number,
  { splits: chosen, orderSeed, reservedItems = 0 }: TrialSpec,
): ItemOrder => ({ contentId, splits: chosen, orderSeed, reservedItems });
