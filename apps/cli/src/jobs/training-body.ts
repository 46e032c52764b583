/** Options of `ao train`, as commander reads them. */
export interface TrainOptions {
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
  readonly idempotencyKey?: string;
}

const given = (fields: Readonly<Record<string, unknown>>): object | undefined => {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
};

/** The body of start_training: what was asked for and nothing else, for everything has a default on the platform. */
export const trainingBody = (agent: string, options: TrainOptions): object => ({
  mini_agent: agent,
  ...given({
    task_set: options.taskSet,
    goal: options.goal,
    strategy: given({ name: options.strategy, candidates: options.candidates }),
    budget: given({ episodes: options.episodes, tokens: options.tokens, cost_micros: options.costMicros, wall_ms: options.wallMs }),
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
    topics: options.topic,
    idempotency_key: options.idempotencyKey,
  }),
});
