import { filtersOf, type GovernorHintsRow as ServedHints } from '@ao/contracts';
import { isOld, owned, snakeCase, timeOf } from '../view/fold-rules.js';
import type { FoldRow, Rule, View } from '../view/view.js';

/** The hints of a job that started; in force while it runs. */
export type GovernorHintsRow = FoldRow<ServedHints>;

/** The end of the job ends its hints; a job whose hints were never in force has no row. */
const end = <
  Type extends 'orchestrator.job.completed' | 'orchestrator.job.cancelled' | 'orchestrator.job.failed',
>(): Rule<GovernorHintsRow, Type> => ({
  row: ({ data }) => data.jobId,
  fold: (row, _, meta) =>
    row === undefined || isOld(row, meta)
      ? row
      : { ...row, in_force: false, ended_at: timeOf(meta), ...owned(row, meta) },
});

/** Governor hints. */
export const governorHints: View<GovernorHintsRow> = {
  name: 'governor-hints',
  revision: 1,
  filters: filtersOf('governor-hints'),
  rules: {
    'governor.hints.applied': {
      row: ({ data }) => data.jobId,
      fold: (row, fact, meta) => {
        if (isOld(row, meta)) return row;
        return {
          job_id: fact.data.jobId,
          hints: (snakeCase(fact)['hints'] ?? null) as GovernorHintsRow['hints'],
          in_force: true,
          applied_at: timeOf(meta),
          ended_at: null,
          ...owned(row, meta),
        };
      },
    },
    'orchestrator.job.completed': end(),
    'orchestrator.job.cancelled': end(),
    'orchestrator.job.failed': end(),
  },
};
