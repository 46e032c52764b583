import { trialArms, trialPurposes, trialStatuses } from '@ao/kernel';
import { z } from 'zod';
import { calibrationReportRow } from './calibration.row.js';
import { anyObject, commonFields, count, estimate, fault, hash, share, text, type RowOf } from './row.js';

/** Empty while only the harness has spoken of it. */
const purpose = z.enum(trialPurposes).or(z.literal(''));
const arm = z.enum(trialArms).or(z.literal(''));

/** The episodes of one configuration inside a job. */
export const trialRow = z.object({
  ...commonFields,
  version: count.describe('Version of the trial at the evaluation harness; 0: it has not begun.'),
  trial_id: text,
  job_id: text,
  mini_agent: text,
  task_set: text,
  configuration_hash: hash,
  configuration: anyObject.nullable(),
  purpose,
  arm,
  round: count.describe('Rung of the search or block of the gate, from 0.'),
  count: count.describe('Items to run.'),
  status: z.enum(trialStatuses),
  slices_done: count,
  slices: count,
  episodes: count.describe('Episodes recorded so far.'),
  solve_rate: share.nullable(),
  runs_per_item: count.describe('Runs on each item; `count` items make `count` times so many episodes.'),
  refused: count.describe('Episodes in which the agent declined to answer.'),
  pass_k: estimate.nullable().describe('Share of items that every run solved; null with one run an item.'),
  calibration: calibrationReportRow.nullable().describe('Null where the agent says no confidence.'),
  error: fault.nullable(),
  agent_version: text.optional(),
  runtime: text.optional(),
  splits: z.array(text).optional(),
  order_seed: z.number().optional(),
  reserved_items: count.optional(),
  pair: text.optional().describe('The trial with the same mark is the other arm of a comparison; empty: on its own.'),
  offset: count.optional(),
  lease_id: text.optional(),
  fencing_token: z.number().optional(),
  lease_expires_at_ms: z.number().optional(),
  max_tokens_per_episode: count.optional(),
  max_cost_micros_per_episode: count.optional(),
  max_concurrency: count.optional().describe('Most episodes at once; 0: no limit of its own.'),
  reserve_tokens_per_episode: count.optional(),
  reserve_cost_micros_per_episode: count.optional(),
  episode_timeout_ms: count.optional(),
});

/** What one trial measured; its id is the trial's. Metrics that do not apply are null. */
export const reportRow = z.object({
  ...commonFields,
  trial_id: text,
  job_id: text,
  configuration_hash: text,
  purpose,
  arm,
  round: count.nullable(),
  status: z
    .enum(['completed', 'failed'])
    .describe('failed: the trial ended early, and the report holds what was recorded before.'),
  error: fault.nullable(),
  episodes: count.optional(),
  solved: count.optional(),
  solve_rate: share.optional(),
  solve_rate_low: share.optional(),
  solve_rate_high: share.optional(),
  mean_score: z.number().optional(),
  latency_p50_ms: z.number().optional(),
  latency_p95_ms: z.number().optional(),
  tokens_in: count.optional(),
  tokens_out: count.optional(),
  cost_micros: count.optional(),
  memory_utility: z.number().nullable(),
  mean_confidence: share.nullable(),
  brier: z.number().nullable(),
  ece: z.number().nullable(),
  errors: count.optional(),
  limit_reached: count.optional(),
  over_limit: count
    .optional()
    .describe('Of these, episodes that used more tokens or cost than the agent says that one may; paid in full.'),
  calibration: calibrationReportRow.nullable(),
  runs_per_item: count.optional(),
  pass_k: estimate.nullable(),
  refused: count.optional(),
});

export type TrialRow = RowOf<typeof trialRow>;
export type ReportRow = RowOf<typeof reportRow>;
