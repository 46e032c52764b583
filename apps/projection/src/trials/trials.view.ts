import { evaluation } from '@ao/contracts';
import { earlier, isOld, later, snakeCase, timeOf, unknownRow } from '../view/fold-rules.js';
import type { FactMeta, FactOf, Rule, View, ViewRow } from '../view/view.js';

/** The episodes of one configuration inside a job. `version` is that of the trial at the evaluation harness; 0: it has not begun. */
export interface TrialRow extends ViewRow {
  readonly trial_id: string;
  readonly job_id: string;
  readonly mini_agent: string;
  readonly task_set: string;
  readonly configuration_hash: string;
  readonly configuration: unknown;
  readonly purpose: string;
  readonly arm: string;
  readonly round: number;
  readonly count: number;
  readonly status: 'scheduled' | 'running' | 'completed' | 'failed';
  readonly slices_done: number;
  readonly slices: number;
  /** Episodes recorded so far. */
  readonly episodes: number;
  readonly solve_rate: number | null;
  /** Runs on each item; `count` items make `count` times so many episodes. */
  readonly runs_per_item: number;
  /** Episodes in which the agent declined to answer. */
  readonly refused: number;
  /** Share of items that every run solved, with its interval; null with one run an item. */
  readonly pass_k: unknown;
  /** How far the confidences can be believed; null where the agent does not say. */
  readonly calibration: unknown;
  readonly error: { readonly code: string; readonly reason: string } | null;
}

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
    calibration?: unknown;
    pass_k?: unknown;
  };
  return { episodes: report?.episodes ?? 0, refused: report?.refused ?? 0, pass_k, calibration };
};

/** Trials: what was scheduled, and how far the episodes are. */
export const trials: View<TrialRow> = {
  name: 'trials',
  revision: 2,
  filters: ['job_id', 'status', 'purpose', 'configuration_hash'],
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
      purpose,
      arm,
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
