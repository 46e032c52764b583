import { filtersOf, evaluation, type TrialRow as ServedTrial, topics } from '@ao/contracts';
import { earlier, isOld, later, snakeCase, timeOf, unknownRow } from '../view/fold-rules.js';
import type { FactMeta, FactOf, FoldRow, Rule, View, ViewRow } from '../view/view.js';

/** The episodes of one configuration inside a job. */
export type TrialRow = FoldRow<ServedTrial>;

type EvaluationFact = 'evaluation.trial.progressed' | 'evaluation.trial.completed' | 'evaluation.trial.failed';

const unknownTrial = (trial_id: string, job_id: string): TrialRow => ({
  ...unknownRow,
  trial_id,
  job_id,
  mini_agent: '',
  task_set: '',
  configuration_hash: '',
  configuration: null,
  purpose: '',
  arm: '',
  round: 0,
  count: 0,
  status: 'scheduled',
  slices_done: 0,
  slices: 0,
  episodes: 0,
  solve_rate: null,
  runs_per_item: 1,
  refused: 0,
  pass_k: null,
  calibration: null,
  error: null,
});

const times = (row: TrialRow | undefined, meta: FactMeta): Pick<ViewRow, 'created_at' | 'updated_at' | 'corr_id'> => ({
  created_at: earlier(row?.created_at, timeOf(meta)),
  updated_at: later(row?.updated_at, timeOf(meta)),
  corr_id: row?.corr_id || meta.corrId,
});

/** A fact of the trial's own stream at the evaluation harness. */
const own = <Type extends EvaluationFact>(
  change: (data: FactOf<Type>['data']) => Partial<TrialRow>,
): Rule<TrialRow, Type> => ({
  row: ({ data }) => data.trialId,
  fold: (row, { data }, meta) =>
    isOld(row, meta)
      ? row
      : {
          ...(row ?? unknownTrial(data.trialId, data.jobId)),
          ...change(data),
          ...times(row, meta),
          version: meta.streamVersion,
        },
});

/** What a report says of a trial, beside the rest of it in the view of reports. */
const measured = (
  report: evaluation.Report | undefined,
): Pick<TrialRow, 'episodes' | 'refused' | 'pass_k' | 'calibration'> => {
  const { calibration = null, pass_k = null } = (report === undefined ? {} : evaluation.Report.toJSON(report)) as {
    calibration?: TrialRow['calibration'];
    pass_k?: TrialRow['pass_k'];
  };
  return { episodes: report?.episodes ?? 0, refused: report?.refused ?? 0, pass_k, calibration };
};

/** Trials: what was scheduled, and how far the episodes are. */
export const trials: View<TrialRow> = {
  name: 'trials',
  revision: 2,
  filters: filtersOf('trials'),
  about: { topic: topics.trial.name },
  rules: {
    'orchestrator.trial.scheduled': {
      row: ({ data }) => data.trialId,
      fold: (row, fact, meta) => ({
        ...(row ?? unknownTrial(fact.data.trialId, fact.data.jobId)),
        ...snakeCase(fact),
        runs_per_item: fact.data.runsPerItem || 1,
        ...times(row, meta),
      }),
    },
    'evaluation.trial.progressed': own((data) => ({
      status: 'running',
      slices_done: data.slicesDone,
      slices: data.slices,
      episodes: data.episodes,
    })),
    'evaluation.trial.completed': own(({ configurationHash, purpose, arm, round, report }) => ({
      ...measured(report),
      status: 'completed',
      configuration_hash: configurationHash,
      purpose: purpose as TrialRow['purpose'],
      arm: arm as TrialRow['arm'],
      round,
      solve_rate: report?.solveRate ?? null,
    })),
    'evaluation.trial.failed': own(({ report, code, reason }) => ({
      ...measured(report),
      status: 'failed',
      error: { code, reason },
    })),
  },
};
