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
  readonly phase: 'search' | 'gate';
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

export type JobStatus = 'requested' | 'waiting' | 'running' | 'paused' | 'completed' | 'cancelled' | 'denied' | 'failed';

/** A training job. */
export interface JobRow extends ViewRow {
  readonly job_id: string;
  readonly category: string;
  readonly mini_agent: string;
  readonly agent_version: string;
  readonly task_set: string;
  readonly goal: string;
  readonly strategy: unknown;
  readonly budget: unknown;
  readonly seed: number | null;
  readonly hints: unknown;
  readonly topics: readonly string[];
  readonly tags: readonly string[];
  readonly slot: string;
  readonly subject: string;
  readonly status: JobStatus;
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
  budget: null,
  seed: null,
  hints: null,
  topics: [],
  tags: [],
  slot: '',
  subject: '',
  status: 'requested',
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
  _trials: {},
  _leases: {},
});
