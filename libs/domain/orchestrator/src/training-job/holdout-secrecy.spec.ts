import fc from 'fast-check';
import { chance, firstHoldoutItem, PlayedJob, request, type World } from './job.fixture.js';
import type { TrainingJobEvent } from './training-job.events.js';

/** A world whose search items are fixed and whose holdout is drawn by a seed: solved by chance, with another slope. */
const holdoutWorld =
  (seed: number, worth: number): World =>
  ({ k }, item) =>
    item < firstHoldoutItem ? chance(item) < 0.5 + 0.4 * Number(k) : chance(item * 31 + seed) < 0.5 + worth * Number(k);

const upToSearchEnd = (events: readonly TrainingJobEvent[]): readonly TrainingJobEvent[] => events.slice(0, events.findIndex(({ type }) => type === 'SearchEnded') + 1);

/** What a later event may depend on besides the search: the order of the finalists is the search's, and the verdicts say which comes next. */
const verdicts = (events: readonly TrainingJobEvent[]): string[] => events.flatMap((event) => (event.type === 'PromotionDecided' ? [event.data.outcome] : []));

const played = (seed: number, worth: number): PlayedJob => new PlayedJob(holdoutWorld(seed, worth)).play(request());

it('nothing of the holdout reaches the search: another holdout, the very same search', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: -0.5, max: 0.5, noNaN: true }), (seed, worth) => {
      const search = upToSearchEnd(played(seed, worth).events);
      expect(search.length).toBeGreaterThan(5);
      expect(search).toEqual(upToSearchEnd(played(0, 0.4).events));
    }),
    { numRuns: 25 },
  ));

it('another holdout does give other verdicts: the test above can fail', () => {
  expect(verdicts(played(1, 0.4).events)).toEqual(['promoted']);
  expect(verdicts(played(1, -0.4).events)).not.toContain('promoted');
});

it('finalists come in the order of the search, whatever the holdout said of those before', () => {
  const compared = (job: PlayedJob): string[] => job.events.flatMap((event) => (event.type === 'PromotionDecided' ? [event.data.candidateHash] : []));
  const finalists = (job: PlayedJob): string[] => job.events.flatMap((event) => (event.type === 'SearchEnded' ? event.data.finalists.map(({ configurationHash }) => configurationHash) : []));
  for (const [seed, worth] of [[1, 0.4], [2, 0], [3, -0.4], [4, 0.1]] as const) {
    const job = played(seed, worth);
    expect(compared(job)).toEqual(finalists(job).slice(0, compared(job).length));
  }
});

it('the confirmation runs on items that no verdict used', () => {
  const job = played(1, 0.4);
  const items = (type: 'BlockCompared' | 'ConfirmationCompared'): string[] => job.events.flatMap((event) => (event.type === type ? event.data.itemIds : []));
  expect(items('ConfirmationCompared').length).toBe(100);
  expect(items('ConfirmationCompared').filter((item) => items('BlockCompared').includes(item))).toEqual([]);
});

it('no event after the search puts a trial on search items, none before on the holdout', () => {
  const { events } = played(5, 0.1);
  const end = events.findIndex(({ type }) => type === 'SearchEnded');
  const splits = (some: readonly TrainingJobEvent[]): Set<string> => new Set(some.flatMap((event) => (event.type === 'TrialScheduled' ? event.data.context.splits : [])));
  expect(splits(events.slice(0, end))).toEqual(new Set(['train', 'dev']));
  expect(splits(events.slice(end))).toEqual(new Set(['holdout']));
});
