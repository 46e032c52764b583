import { filtersOf, type EpisodeRow as ServedEpisode } from '@ao/contracts';
import { timeOf } from '../view/fold-rules.js';
import type { FoldRow, View } from '../view/view.js';

/** One episode and its outcome. */
export type EpisodeRow = FoldRow<ServedEpisode>;

/** Episodes. Each is one fact, so the rows are only ever inserted. */
export const episodes: View<EpisodeRow> = {
  name: 'episodes',
  revision: 3,
  insertOnly: true,
  filters: filtersOf('episodes'),
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
          output_hash: outcome.outputHash ?? null,
        },
    },
  },
};
