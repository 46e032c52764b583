import { leaseStatuses } from '@ao/kernel';
import { z } from 'zod';
import { amount, commonFields, count, text, time, type RowOf } from './row.js';

/** A lease: who may spend how much on what, and what is spent. */
export const leaseRow = z.object({
  ...commonFields,
  lease_id: text,
  status: z.enum(leaseStatuses),
  principal: text,
  subject: text.describe('What spends: "job:<id>".'),
  capability: text,
  resource: text,
  wall_ms: count,
  budget: amount,
  spent: amount,
  over: amount
    .optional()
    .describe('Of what was spent, what was above its reservation: an agent charged more than it said.'),
  reserved: amount.describe('Set aside and neither spent nor given back.'),
  policies: z.array(text),
  reason: text.nullable(),
  fencing_token: z.number().nullable(),
  expires_at: time.nullable(),
});

export type LeaseRow = RowOf<typeof leaseRow>;
