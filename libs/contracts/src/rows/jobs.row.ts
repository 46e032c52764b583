import {
  abstentionActions,
  approvalStates,
  calibrationChoices,
  goals,
  jobStatuses,
  promotionModes,
  spendingRules,
  trainingModes,
  trialPurposes,
  verdictOutcomes,
} from '@ao/kernel';
import { z } from 'zod';
import { calibrationRow } from './calibration.row.js';
import { canaryRow } from './canary.row.js';
import { amount, commonFields, count, hash, share, text, time, type RowOf } from './row.js';

const margin = z.number().optional().describe('Below 0 or absent: not guarded.');

/** What a job's gate promises and guards, every field as it is in force. */
export const gateRow = z.object({
  alpha: z.number().optional(),
  min_gain: z.number().optional(),
  futility: z.number().optional(),
  runs_per_item: count,
  confirmation_items: count.optional(),
  spending: z.enum(spendingRules),
  holdout_looks: count,
  latency_margin: margin,
  tokens_margin: margin,
  cost_margin: margin,
  calibration_margin: margin,
  slices: z.array(z.object({ name: text, margin: z.number() })).optional(),
  refusal_margin: margin,
  length_margin: margin,
});

/** What happens to a candidate that is proven better. */
export const promotionRow = z.object({
  mode: z.enum(promotionModes),
  canary_share: share,
  canary_outcomes: count,
  canary_alpha: share,
  retrain_when_stale: z.boolean(),
});

/** How a job treats confidences. */
export const calibrationRulesRow = z.object({
  method: z.enum(calibrationChoices),
  target_risk: share,
  risk_confidence: share,
  action: z.enum(abstentionActions),
  escalate_to: text,
  min_coverage: share
    .optional()
    .describe('Least share of the holdout that a candidate with a target risk must answer.'),
});

/** Training hints with their defaults. */
export const hintsRow = z.looseObject({ preset: text.optional(), mode: text.optional() });

/** A person's word on the job's promotion. */
export const jobApprovalRow = z.object({
  state: z.enum(approvalStates),
  decision_id: text,
  unit_id: text.nullable(),
  subject: text.nullable().describe('Who said it; null while nobody did.'),
  reason: text.nullable(),
});

/** The best candidate of the search so far: of the highest round, the one with the highest solve rate. */
export const bestRow = z.object({ configuration_hash: hash, solve_rate: share, round: count, episodes: count });

/** How far a job is. */
export const progressRow = z.object({
  phase: z.enum(trialPurposes),
  trials_scheduled: count,
  trials_completed: count,
  trials_failed: count,
  episodes: count.describe('Episodes recorded so far.'),
  best: bestRow.nullable(),
});

/** A training job. */
export const jobRow = z.object({
  ...commonFields,
  job_id: text,
  category: text,
  mini_agent: text,
  agent_version: text,
  task_set: text.describe('"name@hash".'),
  goal: z.enum(goals).or(z.literal('')),
  strategy: z.object({ name: text, candidates: count }).nullable(),
  mode: z.enum(trainingModes).describe('full, or search_only: the holdout is never looked at.'),
  budget: amount.extend({ wall_ms: count }).nullable(),
  seed: z.number().nullable(),
  hints: hintsRow.nullable(),
  topics: z.array(text),
  tags: z.array(text),
  slot: text,
  subject: text.describe('Who asked for it.'),
  gate: gateRow.nullable(),
  promotion: promotionRow.nullable(),
  calibration: calibrationRulesRow.nullable(),
  status: z
    .enum(jobStatuses)
    .describe('awaiting_approval: a proven candidate waits for a person; canary: it has a share of the traffic.'),
  approval: jobApprovalRow.nullable().describe('Null: nobody was asked.'),
  canary: canaryRow.nullable().describe("The candidate's share of the traffic; null: it had none."),
  calibrations: z
    .record(z.string(), calibrationRow.nullable())
    .describe("Fitted on dev, by configuration hash: how a configuration's confidences are served."),
  stalled: z.boolean().describe('Nothing of the job moved for longer than the operator allows.'),
  stall: z
    .object({ since: time, waits_for: text })
    .nullable()
    .describe('Since when it does not move, and what it waits for; null: it moves, or has ended.'),
  outcome: z.enum(verdictOutcomes).nullable(),
  reason: text.nullable(),
  policies: z.array(text).describe('Policies that denied the lease.'),
  lease_id: text.nullable(),
  decision_id: text.nullable(),
  unit_id: text.nullable(),
  started_at: time.nullable(),
  ended_at: time.nullable(),
  progress: progressRow,
  spend: amount.describe('What was charged, by its leases.'),
});

export type JobRow = RowOf<typeof jobRow>;
export type GateRow = RowOf<typeof gateRow>;
export type PromotionRow = RowOf<typeof promotionRow>;
