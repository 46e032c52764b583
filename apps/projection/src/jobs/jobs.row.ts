import type { JobRow as ServedJob } from '@ao/contracts';
import type { JobStatus } from '@ao/kernel';
import { newestCanary, type Canary, type CanaryMemory } from '../canary/canary.js';
import type { FoldRow } from '../view/view.js';
import { unknownRow } from '../view/fold-rules.js';

type Job = ServedJob;
export type Spend = Job['spend'];
export type Progress = Job['progress'];
export type Best = NonNullable<Progress['best']>;
/** A person's word on the job's promotion. */
export type JobApproval = NonNullable<Job['approval']>;

/** What the fold knows of one trial. */
export interface TrialNote {
  readonly scheduled?: true;
  readonly episodes: number;
  readonly end?: 'completed' | 'failed';
}

/** A training job. */
export type JobRow = FoldRow<
  Job,
  {
    readonly _status: JobStatus;
    /** The newest word that the job stands still, and when it was said. */
    readonly _stall: { readonly at: string; readonly since: string; readonly waits_for: string } | null;
    readonly _canaries: Readonly<Record<string, CanaryMemory>>;
    readonly _trials: Readonly<Record<string, TrialNote>>;
    readonly _leases: Readonly<Record<string, Spend>>;
  }
>;

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
