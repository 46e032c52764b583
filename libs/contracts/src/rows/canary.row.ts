import { canaryStatuses } from '@ao/kernel';
import { z } from 'zod';
import { anyObject, count, text, time, type RowOf } from './row.js';

/** A candidate's share of its slot's traffic, and what became of it. */
export const canaryRow = z.object({
  unit_id: text,
  slot: text,
  decision_id: text,
  job_id: text,
  status: z.enum(canaryStatuses).describe('worse: taken back by the e-process.'),
  share: z.number().min(0).describe("Share of the slot's traffic; 0: served only to who asks for the label."),
  outcomes: count.describe("Outcomes of the candidate's answers after which it has passed."),
  alpha: z.number(),
  started_at: time,
  ended_at: time.nullable(),
  reason: text.nullable(),
  evidence: anyObject.nullable().describe('Outcomes counted and the e-value of "the candidate is worse", at its end.'),
});

export type CanaryRow = RowOf<typeof canaryRow>;
