import type { Arm } from '../gate/item.js';
import type { Policy } from '../gate/policy.js';

/**
 * What the lines of an archive say, as the orchestrator records it. Nothing here is trusted: a line is read as what it should be, and
 * whatever is otherwise shows as a difference, or as an error that is reported at its line.
 */

export type Configuration = Readonly<Record<string, unknown>>;

export interface TaskSet {
  readonly name: string;
  readonly hash: string;
  readonly train: number;
  readonly dev: number;
  readonly holdout: number;
}

/** The gate's rules as the job was asked to keep them; the rest are those of the policy. */
export interface GateRules extends Omit<Policy, 'metric' | 'minPairs' | 'maxPairs' | 'guardrailAlpha'> {
  /** Error of the slot over its whole life. */
  readonly slotAlpha: number;
  /** family_wise or e_lond. */
  readonly spending: string;
  /** Items at the end of the holdout's order on which the gain is measured. */
  readonly confirmationItems: number;
  readonly holdoutLooks: number;
}

export interface TrainingRequested {
  readonly jobId: string;
  readonly slot: string;
  readonly seed: number;
  /** The metric. */
  readonly goal: string;
  readonly mode?: string;
  /** Candidate and incumbent of a block run side by side; absent in older jobs, where the incumbent's trials serve several finalists. */
  readonly interleaved?: boolean;
  readonly taskSet: TaskSet;
  readonly agent: { readonly searchSplits: readonly string[] };
  readonly budget: { readonly episodes: number };
  readonly gate: GateRules;
  readonly calibration?: { readonly minCoverage?: number };
}

/** What a trial reported. */
export interface TrialResult {
  readonly episodes: number;
  readonly solved: number;
  readonly meanScore: number;
}

export interface TrialScheduled {
  readonly trialId: string;
  /** search, gate or confirmation. */
  readonly purpose: string;
  /** candidate or incumbent. */
  readonly arm: string;
  /** The block, for gate and confirmation. */
  readonly round: number;
  /** Items, and the first of them in the seed's order. */
  readonly count: number;
  readonly offset: number;
  readonly runs?: number;
  readonly configuration: Configuration;
  readonly configurationHash: string;
  /** Names the two trials of a block that ran side by side: it ends with "/<purpose>/<finalist>/<block>". */
  readonly pair?: string;
  /** The trial whose rest this is. */
  readonly continues?: string;
  readonly context: Readonly<Record<string, unknown>>;
}

export interface Finalist {
  readonly configuration: Configuration;
  readonly configurationHash: string;
}

/** The part of the slot's error that a comparison may spend. */
export interface AlphaReserved {
  readonly finalist: number;
  readonly alpha: number;
  readonly test: number;
  readonly look: number;
  readonly looksAllowed: number;
}

/** What both arms did on the items of one block. */
export interface BlockCompared {
  readonly finalist: number;
  readonly block: number;
  readonly itemIds: readonly string[];
  readonly slices?: readonly string[];
  readonly candidate: Arm;
  readonly incumbent: Arm;
}

export interface PromotionDecided {
  readonly decisionId: string;
}

/** How the candidate's confidences are served. */
export interface Calibration {
  readonly abstention?: { readonly threshold: number } | null;
}

/** A test in the slot's ledger: of this job or another. */
export interface LedgerReserved {
  readonly jobId: string;
  readonly finalist: number;
  readonly alpha: number;
  readonly taskSet: string;
  readonly test: number;
  readonly look: number;
  readonly looksAllowed: number;
}

export interface LedgerSettled {
  readonly test: number;
  readonly promoted: boolean;
}
