import { filtersOf, type ReportRow as ServedReport } from '@ao/contracts';
import { isOld, owned, snakeCase } from '../view/fold-rules.js';
import type { FactOf, FoldRow, Rule, View } from '../view/view.js';

/** What one trial measured; its id is the trial's. */
export type ReportRow = FoldRow<ServedReport>;

const notMeasured = {
  memory_utility: null,
  mean_confidence: null,
  brier: null,
  ece: null,
  calibration: null,
  pass_k: null,
};
const reportOf = <Type extends 'evaluation.trial.completed' | 'evaluation.trial.failed'>(
  fact: FactOf<Type>,
): typeof notMeasured => ({ ...notMeasured, ...(snakeCase(fact)['report'] as object | undefined) });

type Identity = Pick<
  ReportRow,
  'trial_id' | 'job_id' | 'configuration_hash' | 'purpose' | 'arm' | 'round' | 'status' | 'error'
>;
const own = <Type extends 'evaluation.trial.completed' | 'evaluation.trial.failed'>(
  identity: (data: FactOf<Type>['data']) => Identity,
): Rule<ReportRow, Type> => ({
  row: ({ data }) => data.trialId,
  fold: (row, fact, meta) =>
    isOld(row, meta) ? row : { ...row, ...reportOf(fact), ...identity(fact.data), ...owned(row, meta) },
});

/** Evaluation reports of trials. */
export const reports: View<ReportRow> = {
  name: 'reports',
  revision: 2,
  filters: filtersOf('reports'),
  rules: {
    'evaluation.trial.completed': own(({ trialId, jobId, configurationHash, purpose, arm, round }) => ({
      trial_id: trialId,
      job_id: jobId,
      configuration_hash: configurationHash,
      purpose: purpose as ReportRow['purpose'],
      arm: arm as ReportRow['arm'],
      round,
      status: 'completed',
      error: null,
    })),
    'evaluation.trial.failed': own(({ trialId, jobId, code, reason }) => ({
      trial_id: trialId,
      job_id: jobId,
      configuration_hash: '',
      purpose: '',
      arm: '',
      round: null,
      status: 'failed',
      error: { code, reason },
    })),
  },
};
