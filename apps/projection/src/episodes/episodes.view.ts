import { timeOf } from '../view/fold-rules.js';
import type { View, ViewRow } from '../view/view.js';

/** One episode and its outcome. `version` is that of the slice that recorded it. */
export interface EpisodeRow extends ViewRow {
  readonly episode_id: string;
  readonly trial_id: string;
  readonly job_id: string;
  readonly slice_id: string;
  readonly configuration_hash: string;
  readonly ordinal: number;
  readonly item_id: string;
  readonly solved: boolean;
  readonly score: number;
  readonly confidence: number | null;
  readonly latency_ms: number;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cost_micros: number;
  readonly memory_utility: number | null;
  readonly error: string | null;
  readonly limit_reached: string | null;
  /** The item's `metadata.slice`. */
  readonly slice: string | null;
  readonly split: string;
  /** Which run on the item, from 0. */
  readonly run: number;
  /** The agent declined to answer. */
  readonly refused: boolean;
  readonly output_chars: number;
  /** The answer tried to speak to its scorer. */
  readonly touched_scorer: boolean;
}

/** Episodes. Each is one fact, so the rows are only ever inserted. */
export const episodes: View<EpisodeRow> = {
  name: 'episodes',
  revision: 2,
  insertOnly: true,
  filters: ['trial_id', 'job_id'],
  rules: {
    'episode.completed': {
      row: ({ data }) => data.episodeId,
      fold: (_, { data: { episodeId, trialId, jobId, sliceId, configurationHash, outcome } }, meta) =>
        outcome && {
          version: meta.streamVersion,
          created_at: timeOf(meta),
          updated_at: timeOf(meta),
          corr_id: meta.corrId,
          episode_id: episodeId,
          trial_id: trialId,
          job_id: jobId,
          slice_id: sliceId,
          configuration_hash: configurationHash,
          ordinal: outcome.ordinal,
          item_id: outcome.itemId,
          solved: outcome.solved,
          score: outcome.score,
          confidence: outcome.confidence ?? null,
          latency_ms: outcome.latencyMs,
          tokens_in: outcome.tokensIn,
          tokens_out: outcome.tokensOut,
          cost_micros: outcome.costMicros,
          memory_utility: outcome.memoryUtility ?? null,
          error: outcome.error || null,
          limit_reached: outcome.limitReached || null,
          slice: outcome.slice || null,
          split: outcome.split,
          run: outcome.run,
          refused: outcome.refused,
          output_chars: outcome.outputChars,
          touched_scorer: outcome.touchedScorer,
        },
    },
  },
};
