import type {
  DecisionRow as ServedDecision,
  EpisodeRow,
  GainRow,
  JobRow as ServedJob,
  LeaseRow as ServedLease,
  ReportRow as ServedReport,
  SlotRow as ServedSlot,
  TrialRow as ServedTrial,
} from '@ao/contracts';
import { finalJobStatuses } from '@ao/kernel';
import type { VerdictEvidence } from '@ao/science';
import type { CalibrationRow, CanaryRow, GateRow } from './policy-rows.js';
import type { Sent } from './sent.js';

/** Rows of the /state views as the platform's schemas have them, read tolerantly: what this program does without may be absent. */

/** Amounts that a lease caps. */
export type Amount = ServedLease['budget'];

export type Configuration = Readonly<Record<string, unknown>>;

/** Parts of rows that are read tolerantly themselves. */
interface Parts {
  readonly gate?: GateRow | null;
  readonly canary?: CanaryRow | null;
  readonly calibration?: CalibrationRow | null;
  readonly calibrations?: Readonly<Record<string, CalibrationRow | null>>;
}

export type JobRow = Sent<
  Omit<ServedJob, 'gate' | 'canary' | 'calibration' | 'calibrations'>,
  'job_id' | 'status' | 'mini_agent' | 'task_set'
> &
  Pick<Parts, 'gate' | 'canary' | 'calibrations'>;

export type TrialRow = Sent<
  ServedTrial,
  'trial_id' | 'status' | 'purpose' | 'arm' | 'round' | 'configuration_hash' | 'episodes'
>;

type Measured =
  | 'episodes'
  | 'solved'
  | 'solve_rate'
  | 'solve_rate_low'
  | 'solve_rate_high'
  | 'mean_score'
  | 'latency_p50_ms'
  | 'latency_p95_ms'
  | 'tokens_in'
  | 'tokens_out'
  | 'cost_micros'
  | 'errors'
  | 'limit_reached';

/** What a trial measured: a report that is not empty. */
export type Report = Required<Pick<ServedReport, Measured>> &
  Partial<
    Pick<
      ServedReport,
      'memory_utility' | 'mean_confidence' | 'brier' | 'ece' | 'runs_per_item' | 'pass_k' | 'refused' | 'over_limit'
    >
  >;

export type ReportRow = Report &
  Sent<
    Pick<ServedReport, 'trial_id' | 'purpose' | 'arm' | 'configuration_hash' | 'round'>,
    'trial_id' | 'purpose' | 'arm' | 'configuration_hash' | 'round'
  >;

/** The recorded evidence of a verdict, with the keys of the artifact that science made. */
export type Evidence = VerdictEvidence;

/** A gain measured on confirmation items, which no verdict used. */
export type Gain = GainRow;

export type DecisionRow = Omit<
  Sent<ServedDecision, 'decision_id' | 'job_id' | 'outcome' | 'reason' | 'slot' | 'candidate_hash' | 'incumbent_hash'>,
  'evidence' | 'candidate' | 'incumbent'
> & {
  readonly candidate: Configuration;
  readonly incumbent: Configuration;
  readonly evidence?: Evidence | null;
};

export type LeaseRow = Sent<
  ServedLease,
  'lease_id' | 'status' | 'capability' | 'budget' | 'spent' | 'wall_ms' | 'policies'
>;

/** What is in force in a slot. */
export type SlotRow = Sent<
  Omit<ServedSlot, 'canary' | 'calibration'>,
  'slot' | 'version' | 'configuration' | 'configuration_hash' | 'unit_id' | 'cause'
> &
  Pick<Parts, 'canary' | 'calibration'>;

/** What one episode gave. */
export type Outcome = Sent<
  Omit<EpisodeRow, 'episode_id' | 'trial_id' | 'job_id' | 'slice_id'>,
  'ordinal' | 'item_id' | 'solved' | 'score' | 'latency_ms' | 'tokens_in' | 'tokens_out' | 'cost_micros'
>;

/** True when nothing more will happen in the job. */
export const isOver = ({ status }: Pick<JobRow, 'status'>): boolean =>
  (finalJobStatuses as readonly string[]).includes(status);
