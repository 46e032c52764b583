import fc from 'fast-check';
import { chance, firstHoldoutItem, PlayedJob, request, type World } from '../job.fixture.js';
import type { TrainingJobEvent } from '../training-job.events.js';

/** A world whose search items are fixed and whose holdout is drawn by a seed: solved by chance, with another slope. */
const holdoutWorld =
  (seed: number, worth: number): World =>
  ({ k }, item) =>
    item < firstHoldoutItem ? chance(item) < 0.5 + 0.4 * Number(k) : chance(item * 31 + seed) < 0.5 + worth * Number(k);

const upToSearchEnd = (events: readonly TrainingJobEvent[]): readonly TrainingJobEvent[] =>
  events.slice(0, events.findIndex(({ type }) => type === 'SearchEnded') + 1);

/** What a later event may depend on besides the search: the order of the finalists is the search's, and the verdicts say which comes next. */
const verdicts = (events: readonly TrainingJobEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'PromotionDecided' ? [event.data.outcome] : []));

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
  const compared = (job: PlayedJob): string[] =>
    job.events.flatMap((event) => (event.type === 'PromotionDecided' ? [event.data.candidateHash] : []));
  const finalists = (job: PlayedJob): string[] =>
    job.events.flatMap((event) =>
      event.type === 'SearchEnded' ? event.data.finalists.map(({ configurationHash }) => configurationHash) : [],
    );
  for (const [seed, worth] of [
    [1, 0.4],
    [2, 0],
    [3, -0.4],
    [4, 0.1],
  ] as const) {
    const job = played(seed, worth);
    expect(compared(job)).toEqual(finalists(job).slice(0, compared(job).length));
  }
});

it('the confirmation runs on items that no verdict used', () => {
  const job = played(1, 0.4);
  const items = (type: 'BlockCompared' | 'ConfirmationCompared'): string[] =>
    job.events.flatMap((event) => (event.type === type ? event.data.itemIds : []));
  expect(items('ConfirmationCompared').length).toBe(100);
  expect(items('ConfirmationCompared').filter((item) => items('BlockCompared').includes(item))).toEqual([]);
});

it('no event after the search puts a trial on search items, none before on the holdout', () => {
  const { events } = played(5, 0.1);
  const end = events.findIndex(({ type }) => type === 'SearchEnded');
  const splits = (some: readonly TrainingJobEvent[]): Set<string> =>
    new Set(some.flatMap((event) => (event.type === 'TrialScheduled' ? event.data.context.splits : [])));
  expect(splits(events.slice(0, end))).toEqual(new Set(['train', 'dev']));
  expect(splits(events.slice(end))).toEqual(new Set(['holdout']));
});

describe('the reserve of the holdout order', () => {
  type Scheduled = Extract<TrainingJobEvent, { type: 'TrialScheduled' }>;
  const scheduled = ({ events }: PlayedJob): readonly Scheduled['data'][] =>
    events.flatMap((event) => (event.type === 'TrialScheduled' ? [event.data] : []));
  const reserves = (job: PlayedJob, purpose: string): ReadonlySet<number | undefined> =>
    new Set(
      scheduled(job)
        .filter((trial) => trial.purpose === purpose)
        .map(({ context }) => context.reservedItems),
    );
  const jobOf = (seed: number, confirmationItems: number): PlayedJob =>
    new PlayedJob(holdoutWorld(1, 0.4)).play(request({ seed, gate: { ...request().gate, confirmationItems } }));

  it('is the same for two jobs of a slot with different seeds: their confirmation items, which no block touches', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 200 }),
        (one, other, confirmationItems) => {
          for (const [seed, job] of [
            [one, jobOf(one, confirmationItems)],
            [other, jobOf(other, confirmationItems)],
          ] as const) {
            fc.pre(reserves(job, 'gate').size > 0);
            expect(reserves(job, 'gate')).toEqual(new Set([confirmationItems]));
            expect([...reserves(job, 'confirmation')].every((reserve) => reserve === confirmationItems)).toBe(true);
            expect(reserves(job, 'search')).toEqual(new Set([0]));
            const firstReserved = request().taskSet.holdout - confirmationItems;
            for (const { purpose, offset, count, context } of scheduled(job)) {
              expect(context.orderSeed).toBe(seed);
              if (purpose === 'gate') expect(offset + count).toBeLessThanOrEqual(firstReserved);
              if (purpose === 'confirmation') expect(offset).toBeGreaterThanOrEqual(firstReserved);
            }
          }
        },
      ),
      { numRuns: 15 },
    ));

  it('holds the items that a gain is confirmed on', () =>
    expect(reserves(jobOf(7, 40), 'confirmation')).toEqual(new Set([40])));

  it('is empty where no gain is asked for', () => expect(reserves(jobOf(7, 0), 'gate')).toEqual(new Set([0])));

  it('stays out of a job whose blocks began without one: all of its blocks and its confirmation have one order', () => {
    const whole = jobOf(7, 100);
    const firstBlock = whole.events.findIndex(({ type }) => type === 'BlockCompared');
    const before = whole.events.slice(0, firstBlock).map((event): TrainingJobEvent => {
      if (event.type !== 'TrialScheduled') return event;
      const { reservedItems: _none, ...context } = event.data.context;
      return { ...event, data: { ...event.data, context } };
    });
    const job = new PlayedJob(holdoutWorld(1, 0.4));
    job.replay(before);
    job.goOn();
    const later = scheduled(job).slice(before.filter(({ type }) => type === 'TrialScheduled').length);
    expect(new Set(later.map(({ purpose }) => purpose))).toEqual(new Set(['gate', 'confirmation']));
    expect(new Set(later.map(({ context }) => context.reservedItems))).toEqual(new Set([0]));
  });
});
