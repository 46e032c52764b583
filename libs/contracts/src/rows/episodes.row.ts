import { z } from 'zod';
import { commonFields, count, hash, share, text, type RowOf } from './row.js';

/** One episode and its outcome. */
export const episodeRow = z.object({
  ...commonFields,
  version: count.describe('Version of the slice that recorded it.'),
  episode_id: text,
  trial_id: text,
  job_id: text,
  slice_id: text,
  configuration_hash: hash,
  ordinal: count,
  item_id: text,
  solved: z.boolean(),
  score: z.number(),
  confidence: share.nullable(),
  latency_ms: z.number(),
  tokens_in: count,
  tokens_out: count,
  cost_micros: count,
  memory_utility: z.number().nullable(),
  error: text.nullable(),
  limit_reached: text.nullable(),
  slice: text.nullable().describe("The item's `metadata.slice`."),
  split: text,
  run: count.describe('Which run on the item, from 0.'),
  refused: z.boolean().describe('The agent declined to answer.'),
  output_chars: count,
  touched_scorer: z.boolean().describe('The answer tried to speak to its scorer.'),
  output_hash: text
    .nullable()
    .describe("SHA-256 of the answer's canonical JSON; null: there is none, or nobody noted it."),
});

export type EpisodeRow = RowOf<typeof episodeRow>;
