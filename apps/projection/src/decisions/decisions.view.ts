import { filtersOf, type ApprovalRow, type DecisionRow as ServedDecision } from '@ao/contracts';
import { isOld, owned, snakeCase } from '../view/fold-rules.js';
import type { FactOf, FoldRow, Rule, View } from '../view/view.js';

/** A promotion decision with its evidence. */
export type DecisionRow = FoldRow<ServedDecision>;

type Word = 'promotion.approval.asked' | 'promotion.approved' | 'promotion.declined';

const said = <Type extends Word>(approval: (fact: FactOf<Type>) => ApprovalRow): Rule<DecisionRow, Type> => ({
  row: ({ data }) => data.decisionId || undefined,
  fold: (row, fact, meta) =>
    row === undefined || isOld(row, meta) ? row : { ...row, approval: approval(fact), ...owned(row, meta) },
});

/** Promotion decisions. */
export const decisions: View<DecisionRow> = {
  name: 'decisions',
  revision: 2,
  filters: filtersOf('decisions'),
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
