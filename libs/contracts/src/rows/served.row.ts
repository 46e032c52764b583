import { servedLabels } from '@ao/kernel';
import { z } from 'zod';
import { commonFields, count, share, text, type RowOf } from './row.js';

/** How the answers that one version served under one label turned out. */
export const servedRow = z.object({
  ...commonFields,
  version: count.describe('Counts the outcomes.'),
  slot: text,
  unit_id: text.nullable().describe("Null: the agent's defaults."),
  label: z.enum(servedLabels),
  configuration_hash: text,
  outcomes: count.describe('Answers whose outcome was reported.'),
  solved: count,
  solve_rate: share.nullable().describe('Share solved of the answers that were given; null: none was.'),
  mean_confidence: share.nullable().describe('Mean confidence of the outcomes that had one; null: none had.'),
  answered: count,
  abstained: count,
  escalated: count,
  risk: share.nullable().describe('Share of wrong answers among those that were given; null: none was.'),
});

export type ServedRow = RowOf<typeof servedRow>;
