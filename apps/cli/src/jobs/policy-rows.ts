/** Parts of /state rows that tell of verdicts: who decides, what they promise, and what confidences are worth. */

/** What a job's gate promises and guards, as it is in force; margins below 0 are not guarded. */
export interface GateRow {
  readonly alpha?: number;
  readonly min_gain?: number;
  readonly runs_per_item?: number;
  readonly confirmation_items?: number;
  readonly spending?: string;
  readonly holdout_looks?: number;
}

/** What happens to a candidate that is proven better. */
export interface PromotionRow {
  readonly mode: string;
  readonly canary_share: number;
  readonly canary_outcomes: number;
}

/** A person's word on a promotion. */
export interface ApprovalRow {
  /** asked, approved or declined. */
  readonly state: string;
  readonly subject: string | null;
  readonly reason: string | null;
}

/** A candidate's share of the traffic. */
export interface CanaryRow {
  readonly unit_id: string;
  /** running, passed, worse or stopped. */
  readonly status: string;
  readonly share: number;
  /** Outcomes after which it has passed. */
  readonly outcomes: number;
  readonly reason?: string | null;
  readonly ended_at?: string | null;
}

/** An estimate with its interval. */
export interface EstimateRow {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/** When a version does not answer. */
export interface AbstentionRow {
  readonly threshold: number;
  readonly target_risk: number;
  readonly confidence: number;
  readonly coverage: number;
  readonly action: string;
  readonly escalate_to: string;
}

/** How a version's confidences are served. */
export interface CalibrationRow {
  /** none, temperature, platt, beta or isotonic. */
  readonly method: string;
  readonly parameters?: Readonly<Record<string, number | readonly number[]>>;
  readonly fitted?: {
    readonly labels?: number;
    readonly split?: string;
    readonly ece_before?: number | null;
    readonly ece_after?: number | null;
    readonly reason?: string;
  };
  readonly abstention?: AbstentionRow | null;
}

/** How the answers that one version served turned out. */
export interface ServedRow {
  readonly slot: string;
  readonly unit_id: string | null;
  readonly label: string;
  readonly outcomes: number;
  readonly solved: number;
  readonly solve_rate: number | null;
  readonly mean_confidence: number | null;
  readonly answered: number;
  readonly abstained: number;
  readonly escalated: number;
}

/** One comparison that took its part of the slot's error. */
export interface SpentTestRow {
  readonly test: number;
  readonly job_id: string;
  readonly finalist: number;
  readonly candidate_hash: string;
  readonly alpha: number;
  readonly task_set: string;
  readonly look: number;
  readonly promoted: boolean | null;
  readonly reserved_at: string;
}

/** The error that a slot has spent over its life. */
export interface LedgerRow {
  readonly slot: string;
  readonly spending: string;
  readonly slot_alpha: number;
  readonly spent: number;
  readonly left: number;
  readonly next_alpha: number | null;
  readonly tests_total: number;
  readonly promotions: number;
  readonly tests: readonly SpentTestRow[];
  readonly holdouts: readonly {
    readonly task_set: string;
    readonly looks: number;
    readonly looks_allowed: number;
    readonly fresh_due: boolean;
  }[];
}
