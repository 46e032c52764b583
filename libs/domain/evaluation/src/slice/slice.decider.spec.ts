import fc from 'fast-check';
import { limitedOutcome, type Outcome } from '../episode/outcome.js';
import { missingOrdinals, slice, type RecordEpisodes } from './slice.decider.js';
import type { SliceEvent } from './slice.events.js';

const run = { sliceId: 't.0', position: 0, ordinalFrom: 100, count: 20 };
const marks = { refused: false, outputChars: 2, touchedScorer: false };
const outcome = (ordinal: number): Outcome =>
  limitedOutcome({ ordinal, itemId: `q${ordinal}`, slice: '', split: 'dev', run: 0, latencyMs: 1 }, 'time', {
    ...marks,
    tokensIn: ordinal,
    tokensOut: 1,
    costMicros: 2,
  });
const command = (ordinals: readonly number[]): RecordEpisodes => ({
  type: 'RecordEpisodes',
  trialId: 't',
  jobId: 'j',
  sliceId: 't.0',
  configurationHash: 'c',
  outcomes: ordinals.map(outcome),
});
const fold = (events: readonly SliceEvent[]) => events.reduce(slice.evolve, slice.initial);

it('records each episode once within one command', () => {
  expect(slice.decide(command([101, 102, 101]), slice.initial).map(({ data }) => data.outcome.ordinal)).toEqual([
    101, 102,
  ]);
});

it('is idempotent', () => {
  expect(slice.decide(command([101]), fold(slice.decide(command([101]), slice.initial)))).toEqual([]);
});

it('says on each event which job, trial and configuration it belongs to', () => {
  expect(slice.decide(command([101]), slice.initial)[0]).toEqual({
    type: 'EpisodeCompleted',
    data: { trialId: 't', jobId: 'j', sliceId: 't.0', configurationHash: 'c', outcome: outcome(101) },
  });
});

it('records and pays every episode once, whatever crashed workers ran again', () => {
  const ordinals = fc.array(fc.integer({ min: 100, max: 119 }));
  fc.assert(
    fc.property(fc.array(ordinals), (attempts) => {
      const log = attempts.reduce<SliceEvent[]>(
        (events, attempt) => [...events, ...slice.decide(command(attempt), fold(events))],
        [],
      );
      const state = fold(log);
      const ran = new Set(attempts.flat());
      expect(log.map(({ data }) => data.outcome.ordinal).sort()).toEqual([...ran].sort());
      expect(state.spent).toEqual({
        episodes: ran.size,
        tokens: [...ran].reduce((sum, ordinal) => sum + ordinal + 1, 0),
        costMicros: 2 * ran.size,
      });
      expect([...missingOrdinals(run, state), ...ran].sort()).toEqual(
        Array.from({ length: 20 }, (_, index) => 100 + index),
      );
    }),
  );
});
