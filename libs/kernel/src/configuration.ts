import type { Role, Split } from './enumerations.js';

/** What one parameter may be set to. */
export type ParameterValue = number | string | boolean;

/** One point of a mini-agent's search space, parameter name to value. Named by the hash of its canonical JSON. */
export type Configuration = Readonly<Record<string, ParameterValue>>;

/** One dimension of a search space. Bounds are inclusive. */
export type Parameter =
  | {
      readonly name: string;
      readonly description: string;
      readonly kind: 'float';
      readonly min: number;
      readonly max: number;
      readonly log?: boolean;
    }
  | {
      readonly name: string;
      readonly description: string;
      readonly kind: 'int';
      readonly min: number;
      readonly max: number;
    }
  | { readonly name: string; readonly description: string; readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly name: string; readonly description: string; readonly kind: 'toggle' };

export type SearchSpace = readonly Parameter[];

/** A mini-agent as the catalogue holds it; the same fields as agent.v1.MiniAgentProfile. */
export interface MiniAgentProfile {
  readonly id: string;
  readonly version: string;
  readonly role: Role;
  readonly description: string;
  readonly searchSpace: SearchSpace;
  readonly defaults: Configuration;
  readonly requiredLeases: readonly string[];
  readonly taskSets: readonly string[];
  readonly tools: readonly string[];
  readonly models: readonly string[];
  readonly searchSplits: readonly Split[];
  /** Tokens, in and out together; 0: none. */
  readonly maxTokensPerEpisode: number;
  /** Millionths of the account's currency unit; 0: free. */
  readonly maxCostMicrosPerEpisode: number;
  /** Milliseconds; 0: the platform's default. */
  readonly episodeTimeoutMs: number;
  readonly deterministic: boolean;
  /** Most episodes that it takes at once, at least 1; absent: no bound of its own. */
  readonly maxConcurrency?: number;
}
