import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { encodeFact } from '@ao/contracts';
import type { Fact } from '@ao/event-bus';

const ofSlice = 50;

/** A run of episodes as the harness publishes them: slices of 50, keyed by the slice. */
export interface EpisodeRun {
  readonly jobId: string;
  /** The fact of one episode of the run, counted from 0, published now. */
  fact(ordinal: number): Fact;
  /** Its row's id in /state. */
  id(ordinal: number): string;
}

/** Episodes of a new job. */
export const episodeRun = (): EpisodeRun => {
  const jobId = uuid();
  const [trialId, corrId, causationId] = [`${jobId}.1`, uuid(), uuid()];
  const configurationHash = createHash('sha256').update(jobId).digest('hex');
  const id = (ordinal: number): string => `${trialId}/${ordinal}`;
  const data = (ordinal: number) => ({
    episodeId: id(ordinal),
    trialId,
    jobId,
    sliceId: `${trialId}/${Math.floor(ordinal / ofSlice)}`,
    configurationHash,
    outcome: {
      ordinal,
      itemId: `item-${ordinal}`,
      solved: ordinal % 3 > 0,
      score: ordinal % 3 > 0 ? 1 : 0,
      confidence: 0.93,
      latencyMs: 1.234,
      tokensIn: 120,
      tokensOut: 17,
      costMicros: 3,
      error: '',
      limitReached: '',
      slice: '',
      split: 'dev',
      run: 0,
      refused: false,
      outputChars: 40,
      touchedScorer: false,
    },
  });
  return {
    jobId,
    id,
    fact: (ordinal) => {
      const message = data(ordinal);
      const { topic, value } = encodeFact({ type: 'episode.completed', data: message });
      const envelope = {
        id: uuid(),
        type: 'episode.completed',
        source: '/evaluation-harness',
        time: new Date(),
        corrId,
        causationId,
        subject: 'service:evaluation',
      };
      return { ...envelope, topic, value, key: message.sliceId, streamVersion: 1 + (ordinal % ofSlice) };
    },
  };
};
