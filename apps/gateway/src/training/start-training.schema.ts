import { z } from 'zod';
import { orchestrator } from '@ao/contracts';

const count = (max: number): z.ZodNumber => z.number().int('must be a whole number').min(0, 'must not be negative').max(max);
const share = z.number().min(0, 'must be from 0 to 1').max(1, 'must be from 0 to 1');
const name = z.string().max(200);

const budget = z
  .strictObject({
    episodes: count(10_000_000).describe('Most episodes, search and gate together; 0: the preset\'s'),
    tokens: count(1_000_000_000_000).describe('Most tokens, in and out together; 0: what the agent can use'),
    cost_micros: count(1_000_000_000_000).describe('Most cost in millionths of the account\'s currency unit'),
    wall_ms: count(30 * 24 * 60 * 60 * 1000).describe('Most time from the lease\'s grant; 0: an hour'),
  })
  .partial();

const hints = z
  .strictObject({
    preset: z.enum(['quick', 'balanced', 'thorough']),
    mode: z.enum(['explore', 'balanced', 'exploit']),
    diversity: share,
    recency: share,
    compression: share,
    budget: share.describe('Share of the episodes that the search may use'),
    episodes: z.number().int().min(1).max(100_000).describe('Wished episodes per configuration'),
  })
  .partial();

const strategy = z.union([
  z.string().max(50).transform((text) => ({ name: text, candidates: undefined })),
  z.strictObject({ name: z.string().max(50).optional(), candidates: count(1_000).optional() }),
]);

/** The body of start_training; everything but `mini_agent` has a default. */
export const startTrainingBody = z.strictObject({
  mini_agent: z.string('is required: the id of a mini-agent').min(1).max(63),
  task_set: name.optional().describe('"name" or "name@hash"; absent: the agent\'s first'),
  goal: z.string().max(50).optional().describe('The metric to raise: solve_rate'),
  strategy: strategy.optional().describe('"random" or "successive_halving", or {name, candidates}'),
  budget: budget.optional(),
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().describe('Seed of every choice by chance; absent: drawn'),
  hints: hints.optional(),
  topics: z.array(z.string().min(1).max(100)).max(16).optional(),
  idempotency_key: z.string().max(200).optional().describe('The same key with the same body is the same job'),
});

export type StartTrainingBody = z.output<typeof startTrainingBody>;

/** The body as the orchestrator's request. */
export const startTrainingRequest = (body: StartTrainingBody): orchestrator.StartTrainingRequest =>
  orchestrator.StartTrainingRequest.fromPartial({
    miniAgent: body.mini_agent,
    taskSet: body.task_set,
    goal: body.goal,
    strategy: body.strategy,
    budget: body.budget && { episodes: body.budget.episodes, tokens: body.budget.tokens, costMicros: body.budget.cost_micros, wallMs: body.budget.wall_ms },
    seed: body.seed,
    hints: body.hints,
    topics: body.topics,
    idempotencyKey: body.idempotency_key,
  });

/** The job that was started. */
export const startedTraining = z.object({ job_id: z.string(), corr_id: z.string(), version: z.number() });
