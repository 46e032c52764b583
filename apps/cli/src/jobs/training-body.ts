import { given } from './given.js';
import { policyBody, type PolicyOptions } from './policy-body.js';

/** Options of `ao train`, as commander reads them. */
export interface TrainOptions extends PolicyOptions {
  readonly taskSet?: string;
  readonly goal?: string;
  readonly strategy?: string;
  readonly candidates?: number;
  readonly episodes?: number;
  readonly tokens?: number;
  readonly costMicros?: number;
  readonly wallMs?: number;
  readonly seed?: number;
  readonly preset?: string;
  readonly mode?: string;
  readonly diversity?: number;
  readonly recency?: number;
  readonly compression?: number;
  readonly searchShare?: number;
  readonly episodesEach?: number;
  readonly topic?: readonly string[];
  readonly searchOnly?: boolean;
  readonly idempotencyKey?: string;
}

/** The body of start_training: what was asked for and nothing else, for everything has a default on the platform. */
export const trainingBody = (agent: string, options: TrainOptions): object => ({
  mini_agent: agent,
  ...given({
    task_set: options.taskSet,
    goal: options.goal,
    strategy: given({ name: options.strategy, candidates: options.candidates }),
    budget: given({
      episodes: options.episodes,
      tokens: options.tokens,
      cost_micros: options.costMicros,
      wall_ms: options.wallMs,
    }),
    seed: options.seed,
    hints: given({
      preset: options.preset,
      mode: options.mode,
      diversity: options.diversity,
      recency: options.recency,
      compression: options.compression,
      budget: options.searchShare,
      episodes: options.episodesEach,
    }),
    mode: options.searchOnly === true ? 'search_only' : undefined,
    ...policyBody(options),
    topics: options.topic,
    idempotency_key: options.idempotencyKey,
  }),
});
