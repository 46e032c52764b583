import type { Configuration, MiniAgentProfile, Split } from '@ao/kernel';
import type { GatePolicy } from '@ao/science';

// Stored history: renaming a type or a field changes what was recorded. Add; never rename.

/** What the orchestrator froze about the mini-agent when the job was requested. */
export type AgentSnapshot = Pick<
  MiniAgentProfile,
  'id' | 'version' | 'role' | 'searchSpace' | 'defaults' | 'searchSplits' | 'maxTokensPerEpisode' | 'maxCostMicrosPerEpisode' | 'episodeTimeoutMs'
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
  readonly recency: number | null;
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

/** What the job's gate promises and guards, frozen with the request. See GatePolicy for the fields. */
export type GateRules = Pick<GatePolicy, 'alpha' | 'latencyMargin' | 'latencyFloorMs' | 'tokensMargin' | 'minGain'>;

/** Everything that a job was asked to do, with every default filled in. */
export interface TrainingRequest {
  readonly jobId: string;
  readonly agent: AgentSnapshot;
  readonly taskSet: TaskSetSnapshot;
  readonly goal: 'solve_rate';
  readonly strategy: StrategyChoice;
  readonly budget: Budget;
  readonly seed: number;
  /** `alpha` is the error of the whole job, shared over its finalists. */
  readonly gate: GateRules;
  readonly hints: Hints;
  readonly topics: readonly string[];
  readonly tags: readonly string[];
  readonly slot: string;
  readonly subject: string;
  /** The id on everything that the request causes. */
  readonly corrId: string;
  /** Names the client's request; the same key with another fingerprint is refused. */
  readonly fingerprint: string;
}

/** The lease as granted. */
export interface LeaseGrant {
  readonly leaseId: string;
  readonly fencingToken: number;
  readonly expiresAtMs: number;
}

/** Episodes of one configuration to run. */
export interface Trial {
  readonly trialId: string;
  readonly configuration: Configuration;
  readonly configurationHash: string;
  readonly purpose: 'search' | 'gate';
  readonly arm: 'candidate' | 'incumbent';
  /** Rung of the search, or block of the gate. */
  readonly round: number;
  readonly offset: number;
  readonly count: number;
}

/** What the harness needs besides the trial itself: frozen with it, so that the fact is a pure function of the event. */
export interface TrialContext {
  readonly miniAgent: string;
  readonly agentVersion: string;
  readonly runtime: string;
  readonly taskSet: string;
  readonly splits: readonly Split[];
  readonly orderSeed: number;
  readonly lease: LeaseGrant;
  readonly maxTokensPerEpisode: number;
  readonly maxCostMicrosPerEpisode: number;
  readonly episodeTimeoutMs: number;
}

/** What the decider needs of a report. */
export interface TrialResult {
  readonly episodes: number;
  readonly solved: number;
  readonly meanScore: number;
}

/** Outcomes of one arm over one block, in the seed's item order: one entry an item. */
export interface BlockOutcomes {
  /** "1" solved, "0" not: one character an item. */
  readonly solved: string;
  readonly latencyMs: readonly number[];
  readonly tokens: readonly number[];
}

/** The verdict on one candidate. */
export interface Decision {
  readonly decisionId: string;
  readonly slot: string;
  readonly leaseId: string;
  readonly outcome: 'promoted' | 'rejected' | 'held';
  readonly reason: string;
  readonly candidate: Configuration;
  readonly candidateHash: string;
  readonly incumbent: Configuration;
  readonly incumbentHash: string;
  /** Null when no comparison was run. */
  readonly evidence: object | null;
}

interface Happened<Type extends string, Data extends object> {
  readonly type: Type;
  readonly data: Data;
}

export type TrainingJobEvent =
  | Happened<'TrainingRequested', TrainingRequest>
  | Happened<'LeaseAsked', { readonly leaseId: string }>
  | Happened<'LeaseAccepted', LeaseGrant & { readonly incumbent: Configuration; readonly incumbentHash: string; readonly slotBaseHash: string }>
  | Happened<'HintsApplied', { readonly hints: Hints }>
  | Happened<'TrainingDenied', { readonly policies: readonly string[]; readonly reason: string }>
  | Happened<'TrialScheduled', Trial & { readonly context: TrialContext }>
  | Happened<'TrialEnded', { readonly trialId: string; readonly result: TrialResult; readonly failure: { readonly code: string; readonly reason: string } | null }>
  | Happened<'CandidatePruned', { readonly configurationHash: string; readonly round: number }>
  | Happened<'SearchEnded', { readonly finalists: readonly { readonly configuration: Configuration; readonly configurationHash: string }[]; readonly reason: string }>
  | Happened<'BlockCompared', { readonly finalist: number; readonly block: number; readonly itemIds: readonly string[]; readonly candidate: BlockOutcomes; readonly incumbent: BlockOutcomes }>
  | Happened<'PromotionDecided', Decision>
  | Happened<'UnitSuggested', { readonly unitId: string; readonly slot: string; readonly patch: readonly object[] }>
  | Happened<'UnitPromoted', { readonly unitId: string; readonly slotVersion: number }>
  | Happened<'PromotionRefused', { readonly unitId: string; readonly reason: string }>
  | Happened<'TrainingPaused', Record<string, never>>
  | Happened<'TrainingResumed', Record<string, never>>
  | Happened<'TrainingCancelled', { readonly reason: string }>
  | Happened<'TrainingFailed', { readonly reason: string }>
  | Happened<'TrainingCompleted', { readonly outcome: 'promoted' | 'rejected' | 'held'; readonly reason: string }>
  | Happened<'LeaseReturned', { readonly leaseId: string }>;
