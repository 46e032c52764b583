import type { LedgerRow, SpentTestRow } from '../jobs/policy-rows.js';
import type { DecisionRow } from '../jobs/rows.js';
import { decimal } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';
import type { Line } from './guardrails.text.js';

const testOf = ({ tests }: LedgerRow, { job_id, candidate_hash }: DecisionRow): SpentTestRow | undefined =>
  tests.find((test) => test.job_id === job_id && test.candidate_hash === candidate_hash);

const alphaText = ({ left, slot_alpha, next_alpha }: LedgerRow, { test, alpha }: SpentTestRow): string =>
  `alpha ${decimal(alpha)} for this, the slot's test ${test}; ${decimal(left)} of its ${decimal(slot_alpha)} left${next_alpha === null ? '' : `, ${decimal(next_alpha)} for the next`}`;

/** How often a holdout was looked at, and whether a fresh one is due. */
export const looksText = (look: number, allowed: number, { colour }: Style): string => {
  const seen = `look ${look} of ${allowed} at this holdout`;
  return allowed > 0 && look >= allowed ? colour.yellow(`${seen}: a fresh holdout is due`) : seen;
};

/** What the decision's test took of the slot's error, what is left, and the looks at the holdout. Empty where the ledger does not know the test any more. */
export const errorLines = (ledger: LedgerRow | null, decision: DecisionRow, style: Style): Line[] => {
  const test = ledger === null ? undefined : testOf(ledger, decision);
  if (ledger === null || test === undefined) return [];
  const holdout = ledger.holdouts.find(({ task_set }) => task_set === test.task_set);
  return [
    ['error', alphaText(ledger, test)],
    ['holdout', looksText(test.look, holdout?.looks_allowed ?? 0, style)],
  ];
};
