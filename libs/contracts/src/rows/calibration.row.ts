import { abstentionActions, calibrationMethods } from '@ao/kernel';
import { z } from 'zod';
import { estimate, share, text, type RowOf } from './row.js';

/** When a version does not answer. */
export const abstentionRow = z.object({
  threshold: z.number().min(0).max(2).describe('Confidences below it are not answered; above 1: none is.'),
  target_risk: share.describe('Share of wrong answers among those given that is held.'),
  confidence: share.describe('Probability with which it is held.'),
  coverage: share.describe('Share of dev inputs that are answered.'),
  action: z.enum(abstentionActions),
  escalate_to: text.describe('The slot that answers instead, with escalate; else empty.'),
});

/** What a calibration was fitted on and how far it helped, cross-validated. */
export const fittedRow = z.looseObject({
  labels: z.int().optional(),
  split: text.optional(),
  ece_before: z.number().nullable().optional(),
  ece_after: z.number().nullable().optional(),
  log_loss: z.record(z.string(), z.number()).optional(),
  reason: text.optional(),
});

/** How a version's confidences are served. */
export const calibrationRow = z.object({
  method: z.enum(calibrationMethods),
  parameters: z.record(z.string(), z.union([z.number(), z.array(z.number())])),
  fitted: fittedRow,
  abstention: abstentionRow.nullable().describe('Null: it always answers.'),
});

/** How far the confidences of a trial can be believed: evaluation.v1.CalibrationReport. */
export const calibrationReportRow = z.object({
  labels: z.int(),
  ece: estimate.optional(),
  brier: estimate.optional(),
  reliability: estimate.optional(),
  resolution: estimate.optional(),
  uncertainty: z.number(),
  bins: z.array(z.object({ count: z.int(), mean_confidence: z.number(), solve_rate: estimate.optional() })).optional(),
});

export type CalibrationRow = RowOf<typeof calibrationRow>;
export type AbstentionRow = RowOf<typeof abstentionRow>;
