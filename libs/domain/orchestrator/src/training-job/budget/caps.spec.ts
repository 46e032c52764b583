import fc from 'fast-check';
import { PlayedJob, request, world } from '../job.fixture.js';
import type { TrainingRequest } from '../start/training-request.js';
import { leastEpisodes, gateEpisodes, pairsFor } from './episodes-needed.js';
import { capsBind } from './caps.js';

/** A request whose agent may use so much an episode, under a cap on the cost. */
const capped = (maxCost: number, costMicros: number, episodes = 4000): TrainingRequest => {
  const asked = request();
  return {
    ...asked,
    agent: { ...asked.agent, maxCostMicrosPerEpisode: maxCost },
    budget: { ...asked.budget, episodes, costMicros },
    leastPairs: 20,
  };
};

const costOf = (job: PlayedJob): number =>
  job.events.reduce((sum, event) => sum + (event.type === 'TrialEnded' ? (event.data.result.costMicros ?? 0) : 0), 0);
const episodesIn = (job: PlayedJob, purpose: string): number =>
  job.events.reduce(
    (sum, event) => sum + (event.type === 'TrialScheduled' && event.data.purpose === purpose ? event.data.count : 0),
    0,
  );
const endOf = (job: PlayedJob) => job.events.find(({ type }) => type === 'TrainingCompleted')?.data;

it('plans nothing where the caps cover every episode at its worst', () => {
  expect(capsBind(capped(100, 4000 * 100))).toBe(false);
  expect(capsBind(capped(100, 4000 * 100 - 1))).toBe(true);
  expect(capsBind(capped(0, 0))).toBe(false);
  const { leastPairs: _, ...older } = capped(100, 1000);
  expect(capsBind(older)).toBe(false);
});

it('does not stop an agent that is far cheaper than its maximum by its maximum', () => {
  const job = new PlayedJob(world(0.4), () => 1).play(capped(1000, 40_000));
  expect(job.events.filter(({ type }) => type === 'PromotionDecided')).not.toHaveLength(0);
  expect(episodesIn(job, 'search')).toBeGreaterThan(1000);
  expect(costOf(job)).toBeLessThanOrEqual(40_000);
});

it('keeps the part of the gate where an agent costs its maximum', () => {
  const job = new PlayedJob(world(0.4), () => 100).play(capped(100, 30_000));
  expect(episodesIn(job, 'search')).toBeLessThanOrEqual(210);
  expect(episodesIn(job, 'gate')).toBeGreaterThanOrEqual(40);
  expect(job.events.filter(({ type }) => type === 'PromotionDecided')).not.toHaveLength(0);
  expect(costOf(job)).toBeLessThanOrEqual(30_000);
});

it('plans with what an agent charges, where that is more than it declares', () => {
  const job = new PlayedJob(world(0.4), () => 250).play(capped(100, 50_000));
  expect(job.events.filter(({ type }) => type === 'PromotionDecided')).not.toHaveLength(0);
  expect(episodesIn(job, 'gate')).toBeGreaterThanOrEqual(40);
  expect(costOf(job)).toBeLessThanOrEqual(50_000);
});

it('ends after the pilot where the caps pay for no verdict, and names the least that could give one', () => {
  const job = new PlayedJob(world(0.4), () => 100).play(capped(100, 3_000));
  expect(episodesIn(job, 'search')).toBeLessThanOrEqual(16);
  expect(endOf(job)).toMatchObject({
    outcome: 'held',
    noVerdict: true,
    reason: expect.stringMatching(
      /a verdict takes at least \d+; the least budget .*cost_micros \d+ \(3000 now/,
    ) as string,
  });
});

it('never spends more than the cap, whatever an agent costs up to what it declares', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 400_000 }),
      fc.boolean(),
      (declared, share, cap, dearer) => {
        // A configuration with the switch on may cost more than the pilot showed.
        const cost = ({ on }: { on?: unknown }): number =>
          Math.floor(declared * share * (dearer && on !== true ? 0.5 : 1));
        const asked = capped(declared, Math.max(cap, declared));
        const job = new PlayedJob(world(0.3), (configuration) => cost(configuration)).play(asked);
        expect(job.state.status).toBe('ended');
        const reserved = job.events.reduce(
          (most, event) =>
            event.type === 'TrialScheduled' && event.data.context.reserveCostMicrosPerEpisode !== undefined
              ? Math.max(most, event.data.context.reserveCostMicrosPerEpisode)
              : most,
          0,
        );
        expect(reserved).toBeLessThanOrEqual(declared);
        if (!dearer) expect(costOf(job)).toBeLessThanOrEqual(asked.budget.costMicros);
      },
    ),
    { numRuns: 40 },
  ));

it('counts the fewest episodes that pay for so many pairs', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 8 }),
      (pairs, confirmationItems, runsPerItem) => {
        const rules = { confirmationItems, runsPerItem };
        const episodes = gateEpisodes(pairs, rules);
        expect(pairsFor(episodes, rules)).toBeGreaterThanOrEqual(pairs);
        expect(pairsFor(episodes - 1, rules)).toBeLessThan(pairs);
        expect(leastEpisodes({ ...request(), leastPairs: 0 })).toBe(2);
      },
    ),
  ));
