import type { EventStore, StreamAppend } from './event-store.js';
import { lostRaceOf, retryOnConflict } from './retry-on-conflict.js';

/** What a change of several streams appends, and what it answers. */
export interface StreamsChange<Answer> {
  /** Each stream once; those that nothing is appended to may be left out. */
  readonly appends: readonly StreamAppend[];
  readonly answer: Answer;
}

/** How a change of several streams is made. */
export interface ChangeStreamsOptions<Answer> {
  /** What changes, for the error when it is too busy: "unit u1 and its slots". */
  readonly what: string;
  /** Reads the streams (`CommandHandler.load`) and decides; run again after a lost race. */
  readonly decide: () => Promise<StreamsChange<Answer>>;
  /** How often a lost race is run. Default 20. */
  readonly attempts?: number;
}

/** Loads several streams, decides, and appends to all of them or to none; on a lost race all of it again. */
export const changeStreams = <Answer>(
  store: EventStore,
  { what, decide, attempts = 20 }: ChangeStreamsOptions<Answer>,
): Promise<Answer> =>
  retryOnConflict(what, attempts, async () => {
    const { appends, answer } = await decide();
    await lostRaceOf(store.appendAll(appends));
    return answer;
  });
