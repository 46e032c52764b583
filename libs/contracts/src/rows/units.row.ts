import { unitStatuses } from '@ao/kernel';
import { z } from 'zod';
import { calibrationRow } from './calibration.row.js';
import { canaryRow } from './canary.row.js';
import { anyObject, commonFields, count, text, time, type RowOf } from './row.js';

/** A typed patch of one slot; `calibration` as the wire has it. */
const patchRow = z.object({
  slot: text,
  operations: z.array(z.unknown()).optional(),
  base_hash: text,
  result_hash: text,
  result: anyObject.optional(),
  calibration: z.unknown().optional(),
});

/** A drift that was found. */
export const driftRow = z.object({ reason: text, evidence: anyObject.nullable(), found_at: time });

/** A Logic Unit. */
export const unitRow = z.object({
  ...commonFields,
  version: count.describe("Version of the unit's stream; 0: suggested, not installed."),
  unit_id: text,
  status: z.enum(unitStatuses),
  unit_version: text.describe('Its semantic version.'),
  title: text,
  kind: text,
  slot: text,
  job_id: text,
  patches: z.array(patchRow),
  provenance: z
    .object({ job_id: text, trial_id: text, decision_id: text, lease_id: text, corr_id: text })
    .nullable()
    .describe('Who and what stands behind it; null: nobody says.'),
  suggested: z.array(z.unknown()).nullable().describe('The patch that the job suggested, before the decision.'),
  reason: text.nullable(),
  canary: canaryRow.nullable().describe('Its share of the traffic before it was promoted; null: it had none.'),
  stale: z.boolean().describe('The confidences that it serves were found to have drifted.'),
  drift: driftRow.nullable().describe('What was found; null: nothing.'),
  calibration: calibrationRow.nullable().describe('How its confidences are served; null: as the agent says them.'),
});

export type UnitRow = RowOf<typeof unitRow>;
