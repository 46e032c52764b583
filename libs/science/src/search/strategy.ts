import type { Configuration, SearchSpace } from '@ao/kernel';

/** How far the search strays from what is known to work: `explore` samples the whole space, `exploit` stays near the incumbent. */
export const searchModes = ['explore', 'balanced', 'exploit'] as const;

export type SearchMode = (typeof searchModes)[number];

export interface SearchOptions {
  /** Configurations to try beside the incumbent, at most. */
  readonly candidates: number;
  /** Episodes that the search may spend, the incumbent's included. */
  readonly episodesBudget: number;
  /** Items that search may see; no configuration runs an item twice. */
  readonly itemsAvailable: number;
  readonly mode?: SearchMode;
  /** 0 to 1: how large and how many the steps from a known configuration are. */
  readonly diversity?: number;
}

/** What one trial gave. `key` is the canonical JSON of the configuration; a trial that failed counts with the episodes it has. */
export interface TrialResult {
  readonly key: string;
  readonly configuration: Configuration;
  readonly round: number;
  readonly episodes: number;
  readonly solved: number;
  readonly meanScore: number;
}

/** All that a strategy may look at. The order of results does not matter. */
export interface SearchHistory {
  readonly space: SearchSpace;
  readonly seed: number;
  readonly incumbent: Configuration;
  readonly options: SearchOptions;
  readonly results: readonly TrialResult[];
}

/** Run this configuration on the items at `offset` to `offset + count - 1` of the job's item order. Key and round name a trial. */
export interface ProposedTrial {
  readonly key: string;
  readonly configuration: Configuration;
  readonly round: number;
  readonly offset: number;
  readonly count: number;
}

/**
 * What to do next. A round is asked for as a whole and again, unchanged, until one of its results is told; then `wait`
 * until the last is. `pruned` holds the keys of all configurations given up so far. `ranking` is best first and includes the incumbent.
 */
export type Ask =
  | { readonly kind: 'wait' }
  | { readonly kind: 'trials'; readonly trials: readonly ProposedTrial[]; readonly pruned: readonly string[] }
  | { readonly kind: 'done'; readonly ranking: readonly Configuration[]; readonly pruned: readonly string[] };

/** A search strategy: a pure function of what was tried and of the seed. */
export interface Strategy {
  readonly ask: (history: SearchHistory) => Ask;
}
