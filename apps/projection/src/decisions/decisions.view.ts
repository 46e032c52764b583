import { isOld, owned, snakeCase } from '../view/fold-rules.js';
import type { View, ViewRow } from '../view/view.js';

/** A promotion decision with its evidence: all that is needed to recompute it. `version` is that of its job. */
export interface DecisionRow extends ViewRow {
  readonly decision_id: string;
  readonly job_id: string;
  readonly outcome: string;
  readonly slot: string;
  readonly evidence: unknown;
}

/** Promotion decisions. */
export const decisions: View<DecisionRow> = {
  name: 'decisions',
  revision: 1,
  filters: ['job_id', 'slot', 'outcome'],
  rules: {
    'promotion.decided': {
      row: ({ data }) => data.decisionId,
      fold: (row, fact, meta) => (isOld(row, meta) ? row : { ...(snakeCase(fact) as unknown as DecisionRow), evidence: fact.data.evidence ?? null, ...owned(row, meta) }),
    },
  },
};
