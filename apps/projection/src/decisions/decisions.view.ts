import { isOld, owned, snakeCase } from '../view/fold-rules.js';
import type { FactOf, Rule, View, ViewRow } from '../view/view.js';

/** A person's word on a promotion. */
export interface Approval {
  readonly state: 'asked' | 'approved' | 'declined';
  /** Who said it; null while nobody did. */
  readonly subject: string | null;
  readonly reason: string | null;
}

/** A promotion decision with its evidence: all that is needed to recompute it. `version` is that of its job. */
export interface DecisionRow extends ViewRow {
  readonly decision_id: string;
  readonly job_id: string;
  readonly outcome: string;
  readonly slot: string;
  readonly evidence: unknown;
  /** The gain on confirmation items that no verdict used: {estimate, low, high, confidence, items}; null: not estimated. */
  readonly gain: unknown;
  /** SHA-256 of every outcome that the decision rests on; empty: it rests on none. */
  readonly outcomes_hash: string;
  /** Null: nobody was asked. */
  readonly approval: Approval | null;
}

type Word = 'promotion.approval.asked' | 'promotion.approved' | 'promotion.declined';

const said = <Type extends Word>(approval: (fact: FactOf<Type>) => Approval): Rule<DecisionRow, Type> => ({
  row: ({ data }) => data.decisionId || undefined,
  fold: (row, fact, meta) =>
    row === undefined || isOld(row, meta) ? row : { ...row, approval: approval(fact), ...owned(row, meta) },
});

/** Promotion decisions. */
export const decisions: View<DecisionRow> = {
  name: 'decisions',
  revision: 2,
  filters: ['job_id', 'slot', 'outcome'],
  rules: {
    'promotion.decided': {
      row: ({ data }) => data.decisionId,
      fold: (row, fact, meta) => {
        if (isOld(row, meta)) return row;
        const told = snakeCase(fact) as unknown as DecisionRow;
        return {
          ...told,
          evidence: fact.data.evidence ?? null,
          gain: told.gain ?? null,
          approval: row?.approval ?? null,
          ...owned(row, meta),
        };
      },
    },
    'promotion.approval.asked': said(() => ({ state: 'asked', subject: null, reason: null })),
    'promotion.approved': said(({ data: { subject, reason } }) => ({ state: 'approved', subject, reason })),
    'promotion.declined': said(({ data: { subject, reason } }) => ({ state: 'declined', subject, reason })),
  },
};
