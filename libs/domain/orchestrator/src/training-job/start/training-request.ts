import type { JsonObject, MiniAgentProfile, TrainingMode } from '@ao/kernel';
import type { GateMetric } from '@ao/science';
import type { CalibrationRules } from '../gate/calibration-rules.js';
import type { GateRules } from '../gate/gate-rules.js';
import type { PromotionRules } from '../promotion/promotion-rules.js';

// Part of the stored history: see training-job.events.ts.

/** What the orchestrator froze about the mini-agent when the job was requested. */
export type AgentSnapshot = Pick<
  MiniAgentProfile,
  | 'id'
  | 'version'
  | 'role'
  | 'searchSpace'
  | 'defaults'
  | 'searchSplits'
  | 'maxTokensPerEpisode'
  | 'maxCostMicrosPerEpisode'
  | 'episodeTimeoutMs'
  | 'maxConcurrency'
> & { readonly runtime: string };

/** A task set's version and how many items each split holds. */
export interface TaskSetSnapshot {
  readonly name: string;
  readonly hash: string;
  readonly train: number;
  readonly dev: number;
  readonly holdout: number;
}

/** Caps of a job. Episodes, tokens, millionths of the account's currency unit, milliseconds. */
export interface Budget {
  readonly episodes: number;
  readonly tokens: number;
  readonly costMicros: number;
  readonly wallMs: number;
}

/** The normalised training hints. */
export interface Hints {
  readonly preset: 'quick' | 'balanced' | 'thorough';
  readonly mode: 'explore' | 'balanced' | 'exploit';
  readonly diversity: number;
  /** Null since no agent takes it; jobs recorded before may hold a number that nothing used. */
  readonly recency: number | null;
  /** As `recency`. */
  readonly compression: number | null;
  /** Share of the episodes that the search may use; the rest is for the gate. */
  readonly budget: number;
  /** Wished episodes per configuration. */
  readonly episodes: number | null;
}

/** How the next configurations are chosen. */
export interface StrategyChoice {
  readonly name: string;
  readonly candidates: number;
}

/** Everything that a job was asked to do, with every default filled in. */
export interface TrainingRequest {
  readonly jobId: string;
  readonly agent: AgentSnapshot;
  readonly taskSet: TaskSetSnapshot;
  readonly goal: GateMetric;
  readonly strategy: StrategyChoice;
  readonly budget: Budget;
  readonly seed: number;
  /** Jobs recorded before a rule existed lack it: read it through `gateRules`. */
  readonly gate: GateRules;
  readonly promotion?: PromotionRules;
  readonly calibration?: CalibrationRules;
  readonly hints: Hints;
  /** Both arms of a comparison run side by side, and the incumbent again for each finalist. Absent in older jobs: no. */
  readonly interleaved?: boolean;
  /** search_only: never looks at the holdout. Absent: full. */
  readonly mode?: TrainingMode;
  /** Pairs without which the job's first comparison could prove nothing; 0: there is none. Absent in jobs that are older than this field: the gate's part of the budget is not kept. */
  readonly leastPairs?: number;
  readonly topics: readonly string[];
  readonly tags: readonly string[];
  readonly slot: string;
  readonly subject: string;
  /** The id on everything that the request causes. */
  readonly corrId: string;
  /** Names the client's request; the same key with another fingerprint is refused. */
  readonly fingerprint: string;
  /** The client's request as it arrived, in snake_case, so that a refusal can say what differs. Absent in older jobs. */
  readonly asked?: JsonObject;
}
