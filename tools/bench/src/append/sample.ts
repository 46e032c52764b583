import { v7 as uuid } from 'uuid';
import type { EventMetadata } from '@ao/event-store';

/** Events of one append, as the harness records them. */
export interface Sample {
  readonly events: readonly { readonly type: string; readonly data: object }[];
  readonly metadata: EventMetadata;
}

const metadata = { corrId: uuid(), causationId: uuid(), subject: 'service:bench' };

const data = (ordinal: number) => ({
  episodeId: `trial-1.${ordinal}`,
  ordinal,
  itemId: `item-${ordinal}`,
  solved: true,
  score: 1,
  confidence: 0.93,
  latencyMs: 0.41,
  tokensIn: 12,
  tokensOut: 4,
});

/** A batch of so many events. */
export const sampleOf = (batch: number): Sample => ({
  events: Array.from({ length: batch }, (_, ordinal) => ({ type: 'EpisodeCompleted', data: data(ordinal) })),
  metadata,
});
