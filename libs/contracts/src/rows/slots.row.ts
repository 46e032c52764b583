import { slotCauses, slotLabels } from '@ao/kernel';
import { z } from 'zod';
import { calibrationRow } from './calibration.row.js';
import { canaryRow } from './canary.row.js';
import { anyObject, commonFields, text, type RowOf } from './row.js';

/** A label and the version that it stands at. */
export const labelRow = z.object({
  name: z.enum(slotLabels),
  unit_id: text.nullable(),
  configuration_hash: text,
});

/** What is in force in a slot. */
export const slotRow = z.object({
  ...commonFields,
  slot: text.describe('"<agent>/<task set>".'),
  configuration: anyObject.nullable().describe("Null: the agent's defaults."),
  configuration_hash: text,
  unit_id: text.nullable(),
  cause: z.enum(slotCauses).or(z.literal('')).describe('Empty: nothing was in force yet.'),
  labels: z.array(labelRow),
  canary: canaryRow.nullable().describe("The canary that runs; null: all traffic is production's."),
  stale: z.boolean().describe('The version in force was found to have drifted.'),
  calibration: calibrationRow
    .nullable()
    .describe('How the confidences of the version in force are served; null: as the agent says them.'),
});

export type SlotRow = RowOf<typeof slotRow>;
