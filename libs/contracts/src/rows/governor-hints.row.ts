import { z } from 'zod';
import { hintsRow } from './jobs.row.js';
import { commonFields, text, time, type RowOf } from './row.js';

/** The hints of a job that started. */
export const governorHintsRow = z.object({
  ...commonFields,
  job_id: text,
  hints: hintsRow.nullable(),
  in_force: z.boolean().describe('True while the job runs.'),
  applied_at: time,
  ended_at: time.nullable(),
});

export type GovernorHintsRow = RowOf<typeof governorHintsRow>;
