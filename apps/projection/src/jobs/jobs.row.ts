import { newestCanary, type Canary, type CanaryMemory } from '../canary/canary.js';
import type { ViewRow } from '../view/view.js';
import { unknownRow } from '../view/fold-rules.js';

/** What a job spent, by its lease. */
export interface Spend {
  readonly episodes: number;
  readonly tokens: number;
  readonly cost_micros: number;
}

/** The best candidate of the search so far: of the highest round, the one with the highest solve rate. */
export interface Best {
  readonly configuration_hash: string;
  readonly solve_rate: number;
  readonly round: number;
  readonly episodes: number;
}

/** How far a job is. */
export interface Progress {
  readonly phase: 'search' | 'gate' | 'confirmation';
  readonly trials_scheduled: number;
  readonly trials_completed: number;
  readonly trials_failed: number;
  /** Episodes recorded so far. */
  readonly episodes: number;
  readonly best: Best | null;
}

/** What the fold knows of one trial. */
export interface TrialNote {
  readonly scheduled?: true;
  readonly episodes: number;
  readonly end?: 'completed' | 'failed';
}

/** awaiting_approval: a proven candidate waits for a person; canary: it has a share of the traffic, and what comes of it decides. Both are parts of running. */
export type JobStatus =
  | 'requested'
  | 'waiting'
  | 'running'
  | 'awaiting_approval'
  | 'canary'
  | 'paused'
  | 'completed'
  | 'cancelled'
  | 'denied'
  | 'failed';

/** A person's word on the job's promotion. */
export interface JobApproval {
  readonly state: 'asked' | 'approved' | 'declined';
  readonly decision_id: string;
  readonly unit_id: string | null;
  readonly subject: string | null;
  readonly reason: string | null;
}

/** A training job. */
export interface JobRow extends ViewRow {
  readonly job_id: string;
  readonly category: string;
  readonly mini_agent: string;
  readonly agent_version: string;
  readonly task_set: string;
  readonly goal: string;
  readonly strategy: unknown;
  /** full, or search_only: the holdout is never looked at. */
  readonly mode: string;
  readonly budget: unknown;
  readonly seed: number | null;
  readonly hints: unknown;
  readonly topics: readonly string[];
  readonly tags: readonly string[];
  readonly slot: string;
  readonly subject: string;
  /** What the gate promises and guards, every field as it is in force. */
  readonly gate: unknown;
  /** What happens to a candidate that is proven better. */
  readonly promotion: unknown;
  /** How confidences are treated. */
  readonly calibration: unknown;
  readonly status: JobStatus;
  /** Null: nobody was asked. */
  readonly approval: JobApproval | null;
  /** The candidate's share of the traffic; null: it had none. */
  readonly canary: Canary | null;
  /** Fitted on dev, by configuration hash: how a configuration's confidences are served. */
  readonly calibrations: Readonly<Record<string, unknown>>;
  /** Nothing of the job moved for longer than the operator allows. */
  readonly stalled: boolean;
  /** Since when it does not move, and what it waits for; null: it moves, or has ended. */
  readonly stall: { readonly since: string; readonly waits_for: string } | null;
  readonly outcome: 'promoted' | 'rejected' | 'held' | null;
  readonly reason: string | null;
  readonly policies: readonly string[];
  readonly lease_id: string | null;
  readonly decision_id: string | null;
  readonly unit_id: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly progress: Progress;
  readonly spend: Spend;
  readonly _status: JobStatus;
  /** The newest word that the job stands still, and when it was said. */
  readonly _stall: { readonly at: string; readonly since: string; readonly waits_for: string } | null;
  readonly _canaries: Readonly<Record<string, CanaryMemory>>;
  readonly _trials: Readonly<Record<string, TrialNote>>;
  readonly _leases: Readonly<Record<string, Spend>>;
}

/** A job of which nothing is known but its id. */
export const unknownJob = (job_id: string): JobRow => ({
  ...unknownRow,
  job_id,
  category: 'agent_training',
  mini_agent: '',
  agent_version: '',
  task_set: '',
  goal: '',
  strategy: null,
  mode: 'full',
  budget: null,
  seed: null,
  hints: null,
  topics: [],
  tags: [],
  slot: '',
  subject: '',
  gate: null,
  promotion: null,
  calibration: null,
  status: 'requested',
  approval: null,
  canary: null,
  calibrations: {},
  stalled: false,
  stall: null,
  outcome: null,
  reason: null,
  policies: [],
  lease_id: null,
  decision_id: null,
  unit_id: null,
  started_at: null,
  ended_at: null,
  progress: { phase: 'search', trials_scheduled: 0, trials_completed: 0, trials_failed: 0, episodes: 0, best: null },
  spend: { episodes: 0, tokens: 0, cost_micros: 0 },
  _status: 'requested',
  _stall: null,
  _canaries: {},
  _trials: {},
  _leases: {},
});

const statusOf = ({ _status, approval }: JobRow, canary: Canary | null): JobStatus => {
  if (_status !== 'running') return _status;
  if (approval?.state === 'asked') return 'awaiting_approval';
  return canary?.status === 'running' ? 'canary' : 'running';
};

/** The row with what its status follows from: what the job says of itself, the person's word and the canary. One that is asked for by its label alone is none. */
export const withStatus = (row: JobRow): JobRow => withStall(withOthers(row));

/** A job stands still from the word that it does until anything else is heard of it, in whatever order the facts come. */
const withStall = (row: JobRow): JobRow => {
  const { _stall, updated_at } = row;
  if (_stall === null || _stall.at < updated_at) return { ...row, stalled: false, stall: null };
  return { ...row, stalled: true, stall: { since: _stall.since, waits_for: _stall.waits_for } };
};

const withOthers = (row: JobRow): JobRow => {
  const newest = newestCanary(row._canaries);
  const canary = newest === null || newest.share === 0 ? null : newest;
  return { ...row, canary, status: statusOf(row, canary) };
};
