import { roles, splits } from '@ao/kernel';
import { z } from 'zod';
import { anyObject, commonFields, count, text, type RowOf } from './row.js';

const bounds = z.object({ min: z.number(), max: z.number() });

/** One dimension of a search space; one of the four kinds is there. */
export const parameterRow = z.object({
  name: text,
  description: text,
  float_range: bounds.extend({ log: z.boolean() }).optional(),
  int_range: bounds.optional(),
  choices: z.object({ values: z.array(text).optional() }).optional(),
  toggle: z.object({}).optional(),
});

/** A mini-agent of the catalogue: its profile, and where it runs. */
export const agentRow = z.object({
  ...commonFields,
  version: count.describe('Version of the catalogue entry.'),
  id: text,
  agent_version: text.describe("Semantic version of the agent's code."),
  role: z.enum(roles),
  runtime: text.describe('builtin, or host:port of the agent.'),
  archived: z.boolean().describe('It starts no new jobs.'),
  description: text,
  search_space: z.array(parameterRow),
  defaults: anyObject,
  required_leases: z.array(text),
  task_sets: z.array(text).describe('Task sets that the agent brings; the first is its default.'),
  tools: z.array(text),
  models: z.array(text),
  search_splits: z.array(z.enum(splits)),
  max_tokens_per_episode: count,
  max_cost_micros_per_episode: count,
  episode_timeout_ms: count,
  deterministic: z.boolean(),
  max_concurrency: count.optional().describe('Most episodes that it takes at once; absent: no bound of its own.'),
});

export type AgentRow = RowOf<typeof agentRow>;
