import { approvalStates, verdictOutcomes } from '@ao/kernel';
import { z } from 'zod';
import { anyObject, commonFields, count, hash, share, text, type RowOf } from './row.js';

/** A person's word on a promotion. */
export const approvalRow = z.object({
  state: z.enum(approvalStates),
  subject: text.nullable().describe('Who said it; null while nobody did.'),
  reason: text.nullable(),
});

/** A gain measured on confirmation items, which no verdict used. */
export const gainRow = z.object({
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
  confidence: share,
  items: count,
});

/** A promotion decision with its evidence: all that is needed to compute it again. */
export const decisionRow = z.object({
  ...commonFields,
  version: count.describe('Version of its job.'),
  decision_id: text,
  job_id: text,
  outcome: z.enum(verdictOutcomes),
  reason: text,
  slot: text,
  candidate: anyObject.optional(),
  candidate_hash: hash,
  incumbent: anyObject.optional(),
  incumbent_hash: hash,
  evidence: anyObject.nullable().describe('With the keys of the artifact that was recorded.'),
  lease_id: text,
  gain: gainRow.nullable().describe('Null: not estimated.'),
  outcomes_hash: text.describe('SHA-256 of every outcome that the decision rests on; empty: it rests on none.'),
  approval: approvalRow.nullable().describe('Null: nobody was asked.'),
});

export type DecisionRow = RowOf<typeof decisionRow>;
export type ApprovalRow = RowOf<typeof approvalRow>;
export type GainRow = RowOf<typeof gainRow>;
