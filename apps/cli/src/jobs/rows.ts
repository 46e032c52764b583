import type { VerdictEvidence } from '@ao/science';
import type { ApprovalRow, CalibrationRow, CanaryRow, EstimateRow, GateRow, PromotionRow } from './policy-rows.js';

/** Rows of the /state views, as the platform sends them: snake_case, absent where nothing is known yet. */

/** Amounts that a lease caps. */
export interface Amount {
  readonly episodes: number;
  readonly tokens: number;
  readonly cost_micros: number;
}

export type Configuration = Readonly<Record<string, unknown>>;

export interface JobRow {
  readonly job_id: string;
  readonly corr_id?: string;
  readonly version?: number;
  /** requested, waiting, running, awaiting_approval, canary, paused, completed, cancelled, denied or failed. */
  readonly status: string;
  /** Since when nothing of the job has moved, and what it waits for; null: it moves, or has ended. */
  readonly stall?: { readonly since: string; readonly waits_for: string } | null;
  /** full or search_only. */
  readonly mode?: string;
  /** promoted, rejected or held. */
  readonly outcome?: string | null;
  readonly reason?: string | null;
  readonly mini_agent: string;
  readonly agent_version?: string;
  readonly task_set: string;
  readonly goal?: string;
  readonly strategy?: { readonly name: string; readonly candidates: number };
  readonly budget?: Amount & { readonly wall_ms: number };
  readonly seed?: number;
  readonly gate?: GateRow | null;
  readonly promotion?: PromotionRow | null;
  readonly approval?: ApprovalRow | null;
  readonly canary?: CanaryRow | null;
  /** By configuration hash. */
  readonly calibrations?: Readonly<Record<string, CalibrationRow>>;
  readonly hints?: Readonly<Record<string, unknown>>;
  readonly topics?: readonly string[];
  readonly tags?: readonly string[];
  readonly slot?: string;
  readonly lease_id?: string | null;
  readonly unit_id?: string | null;
  /** Policies that denied the lease. */
  readonly policies?: readonly string[];
  readonly created_at?: string | null;
  readonly started_at?: string | null;
  readonly ended_at?: string | null;
  readonly progress?: {
    readonly phase: string;
    readonly trials_scheduled: number;
    readonly trials_completed: number;
    readonly trials_failed: number;
    readonly episodes: number;
  };
  readonly spend?: Amount;
}

/** What a trial measured: evaluation.v1.Report. */
export interface Report {
  readonly episodes: number;
  readonly solved: number;
  readonly solve_rate: number;
  readonly solve_rate_low: number;
  readonly solve_rate_high: number;
  readonly mean_score: number;
  readonly latency_p50_ms: number;
  readonly latency_p95_ms: number;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cost_micros: number;
  readonly memory_utility?: number | null;
  readonly mean_confidence?: number | null;
  readonly brier?: number | null;
  readonly ece?: number | null;
  readonly errors: number;
  readonly limit_reached: number;
  readonly runs_per_item?: number;
  readonly pass_k?: EstimateRow | null;
  readonly refused?: number;
}

export interface TrialRow {
  readonly trial_id: string;
  readonly status: string;
  /** search, gate or confirmation. */
  readonly purpose: string;
  /** candidate or incumbent. */
  readonly arm: string;
  /** Rung of the search or block of the gate, from 0. */
  readonly round: number;
  readonly configuration_hash: string;
  readonly configuration?: Configuration;
  /** Items to run. */
  readonly count?: number;
  readonly runs_per_item?: number;
  /** Episodes recorded so far. */
  readonly episodes: number;
  readonly solve_rate?: number | null;
  readonly error?: { readonly code: string; readonly reason: string } | null;
}

export interface ReportRow extends Report {
  readonly trial_id: string;
  readonly purpose: string;
  readonly arm: string;
  readonly configuration_hash: string;
  readonly round: number | null;
}

/** The recorded evidence of a verdict, with the keys of the artifact that science made. */
export type Evidence = VerdictEvidence;

/** A gain measured on confirmation items, which no verdict used. */
export interface Gain {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly items: number;
}

export interface DecisionRow {
  readonly decision_id: string;
  readonly job_id: string;
  readonly outcome: string;
  readonly reason: string;
  readonly slot: string;
  readonly candidate: Configuration;
  readonly candidate_hash: string;
  readonly incumbent: Configuration;
  readonly incumbent_hash: string;
  readonly evidence?: Evidence | null;
  /** Null: not estimated. */
  readonly gain?: Gain | null;
  readonly outcomes_hash?: string;
  readonly approval?: ApprovalRow | null;
  readonly lease_id?: string;
}

export interface LeaseRow {
  readonly lease_id: string;
  /** granted, denied, expired or released. */
  readonly status: string;
  readonly capability: string;
  readonly budget: Amount;
  readonly spent: Amount;
  readonly wall_ms: number;
  readonly policies: readonly string[];
}

/** What is in force in a slot. */
export interface SlotRow {
  readonly slot: string;
  readonly version: number;
  /** Null: the agent's defaults. */
  readonly configuration: Configuration | null;
  readonly configuration_hash: string;
  readonly unit_id: string | null;
  /** applied, promoted or reverted; empty: nothing was in force yet. */
  readonly cause: string;
  readonly labels?: readonly {
    readonly name: string;
    readonly unit_id: string | null;
    readonly configuration_hash: string;
  }[];
  readonly canary?: CanaryRow | null;
  readonly stale?: boolean;
  readonly calibration?: CalibrationRow | null;
}

/** What one episode gave: evaluation.v1.Outcome. */
export interface Outcome {
  readonly ordinal: number;
  readonly item_id: string;
  readonly solved: boolean;
  readonly score: number;
  readonly confidence?: number | null;
  readonly latency_ms: number;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cost_micros: number;
  readonly memory_utility?: number | null;
  readonly error?: string | null;
  readonly limit_reached?: string | null;
  readonly run?: number;
  readonly refused?: boolean;
}

const over = ['completed', 'cancelled', 'denied', 'failed'];

/** True when nothing more will happen in the job. */
export const isOver = ({ status }: Pick<JobRow, 'status'>): boolean => over.includes(status);
