import { runsPerItem, type TrialSpec } from '@ao/domain-evaluation';
import type { orchestrator } from '@ao/contracts';
import { splits, type Configuration, type Split } from '@ao/kernel';

const isSplit = (split: string): split is Split => (splits as readonly string[]).includes(split);

/** The public fact as the harness stores it. */
export const trialSpecOf = (fact: orchestrator.TrialScheduled): TrialSpec => ({
  ...fact,
  configuration: (fact.configuration ?? {}) as Configuration,
  splits: fact.splits.filter(isSplit),
  runsPerItem: runsPerItem(fact),
});
