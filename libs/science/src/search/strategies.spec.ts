import * as fc from 'fast-check';
import type { Configuration, SearchSpace } from '@ao/kernel';
import { gaussian, rngOf, shuffled, uniform } from '../random/rng.js';
import { configurationKey } from './candidates.js';
import { halvingPlan, planCost } from './halving-plan.js';
import { finalists, ranked } from './ranking.js';
import { sampleConfiguration } from './sampling.js';
import { checkConfiguration, spaceSize } from './search-space.js';
import { anySpace } from './any-space.spec.js';
import { strategies, strategyNames, type StrategyName } from './strategies.js';
import type { ProposedTrial, SearchHistory, SearchMode, TrialResult } from './strategy.js';

type Measure = (trial: ProposedTrial) => Pick<TrialResult, 'solved' | 'meanScore'>;

/** Plays a search to its end; results are told in the order that `order` makes of them. */
const play = (
  name: StrategyName,
  start: Omit<SearchHistory, 'results'>,
  measure: Measure,
  order = (results: TrialResult[]): TrialResult[] => results,
) => {
  const trials: ProposedTrial[] = [];
  let results: readonly TrialResult[] = [];
  for (let asks = 0; asks < 50; asks++) {
    const ask = strategies[name].ask({ ...start, results });
    if (ask.kind === 'done') return { trials, ...ask };
    if (ask.kind === 'wait') throw new Error('waits although everything was told');
    const told = ask.trials.map((trial): TrialResult => ({
      key: trial.key,
      configuration: trial.configuration,
      round: trial.round,
      episodes: trial.count,
      ...measure(trial),
    }));
    if (told.length > 1)
      expect(strategies[name].ask({ ...start, results: [...results, told[0] as TrialResult] })).toEqual({
        kind: 'wait',
      });
    trials.push(...ask.trials);
    results = order([...results, ...told]);
  }
  throw new Error('never ends');
};

/** Scores that a configuration's name fixes, so that they are the same in whatever order they come. */
const arbitraryMeasure: Measure = ({ key, round, count }) => {
  const rng = rngOf(1, key, round);
  const solved = Math.floor(uniform(rng) * (count + 1));
  return { solved, meanScore: count === 0 ? 0 : solved / count };
};

const anyStart = fc
  .record({
    space: anySpace,
    seed: fc.integer(),
    candidates: fc.integer({ min: 0, max: 30 }),
    episodesBudget: fc.integer({ min: 0, max: 3000 }),
    itemsAvailable: fc.integer({ min: 0, max: 200 }),
    mode: fc.constantFrom<SearchMode>('explore', 'balanced', 'exploit'),
    diversity: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ space, seed, ...options }) => ({
    space,
    seed,
    incumbent: sampleConfiguration(space, rngOf(seed, 'incumbent')),
    options,
  }));

describe.each(strategyNames)('%s', (name) => {
  const spent = (trials: readonly ProposedTrial[]): number => trials.reduce((sum, { count }) => sum + count, 0);

  it('stays inside budget, items and space, proposes nothing twice, and ranks all it tried with the incumbent', () =>
    fc.assert(
      fc.property(anyStart, (start) => {
        const { trials, ranking, pruned } = play(name, start, arbitraryMeasure);
        expect(spent(trials)).toBeLessThanOrEqual(start.options.episodesBudget);
        const keys = new Set(trials.map(({ key }) => key));
        const incumbent = configurationKey(start.incumbent);
        expect(new Set(ranking.map(configurationKey))).toEqual(new Set([...keys, incumbent]));
        expect(ranking).toHaveLength(new Set([...keys, incumbent]).size);
        expect(keys.size).toBeLessThanOrEqual(Math.min(start.options.candidates, spaceSize(start.space) - 1) + 1);
        expect(pruned.every((key) => keys.has(key) && key !== incumbent)).toBe(true);
        for (const { configuration } of trials) expect(checkConfiguration(start.space, configuration)).toEqual([]);
      }),
    ));

  it('runs each configuration on the items in their order, without a gap and none twice, and the incumbent on as many as any', () =>
    fc.assert(
      fc.property(anyStart, (start) => {
        const { trials } = play(name, start, arbitraryMeasure);
        const reached = new Map<string, number>();
        for (const { key, offset, count } of trials) {
          expect(count).toBeGreaterThan(0);
          expect(offset).toBe(reached.get(key) ?? 0);
          reached.set(key, offset + count);
        }
        const most = Math.max(0, ...reached.values());
        expect(most).toBeLessThanOrEqual(start.options.itemsAvailable);
        if (most > 0) expect(reached.get(configurationKey(start.incumbent))).toBe(most);
      }),
    ));

  it('decides the same whatever order the results came in', () =>
    fc.assert(
      fc.property(anyStart, fc.integer(), (start, seed) => {
        expect(play(name, start, arbitraryMeasure, (results) => shuffled(rngOf(seed), results))).toEqual(
          play(name, start, arbitraryMeasure),
        );
      }),
      { numRuns: 50 },
    ));

  it('ends at once without items, budget, candidates or a second point', () => {
    const space: SearchSpace = [{ name: 'stem', description: '', kind: 'toggle' }];
    const options = { candidates: 4, episodesBudget: 100, itemsAvailable: 10 };
    const start = { space, seed: 1, incumbent: { stem: true }, options };
    const nothing = { kind: 'done', ranking: [{ stem: true }], pruned: [] };
    for (const change of [{ candidates: 0 }, { episodesBudget: 1 }, { itemsAvailable: 0 }]) {
      expect(strategies[name].ask({ ...start, options: { ...options, ...change }, results: [] })).toEqual(nothing);
    }
    expect(strategies[name].ask({ ...start, space: [], incumbent: {}, results: [] })).toEqual({
      ...nothing,
      ranking: [{}],
    });
  });

  it('tries every point of a small space', () => {
    const space: SearchSpace = [
      { name: 'stem', description: '', kind: 'toggle' },
      { name: 'n', description: '', kind: 'int', min: 1, max: 2 },
    ];
    const { ranking } = play(
      name,
      {
        space,
        seed: 3,
        incumbent: { stem: true, n: 1 },
        options: { candidates: 24, episodesBudget: 1000, itemsAvailable: 50 },
      },
      arbitraryMeasure,
    );
    expect(ranking).toHaveLength(4);
  });
});

describe('the plan of a halving', () => {
  it('spends the budget to the last round of episodes, unless items run out', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 2, max: 5000 }),
        fc.integer({ min: 1, max: 300 }),
        (candidates, episodesBudget, itemsAvailable) => {
          const plan = halvingPlan({ candidates, episodesBudget, itemsAvailable });
          const last = plan.at(-1);
          expect(planCost(plan)).toBeLessThanOrEqual(episodesBudget);
          if (last !== undefined && last.upTo < itemsAvailable)
            expect(episodesBudget - planCost(plan)).toBeLessThanOrEqual(last.field);
        },
      ),
    ));

  it('tries fewer candidates rather than measure them on next to nothing', () => {
    const plan = halvingPlan({ candidates: 24, episodesBudget: 60, itemsAvailable: 200 });
    expect(plan.reduce((sum, { newcomers }) => sum + newcomers, 0)).toBeLessThan(8);
    expect(plan[0]?.upTo).toBeGreaterThanOrEqual(8);
  });
});

it('finalists are those above the incumbent', () => {
  const [a, b, c] = [{ x: 1 }, { x: 2 }, { x: 3 }] as [Configuration, Configuration, Configuration];
  expect(finalists([a, b, c], c, 1)).toEqual([a]);
  expect(finalists([a, b, c], b, 5)).toEqual([a]);
  expect(finalists([a, b, c], a, 5)).toEqual([]);
});

/** Ten parameters of which a few matter; the default is decent, not best. */
const tenParameters: SearchSpace = [
  ...['a', 'b', 'c', 'd'].map((name) => ({ name, description: '', kind: 'float' as const, min: 0, max: 1 })),
  ...['e', 'f', 'g'].map((name) => ({ name, description: '', kind: 'toggle' as const })),
  ...['h', 'i'].map((name) => ({ name, description: '', kind: 'int' as const, min: 1, max: 4 })),
  { name: 'j', description: '', kind: 'choice', values: ['x', 'y', 'z'] },
];
const defaults: Configuration = { a: 0.5, b: 0.5, c: 0.5, d: 0.5, e: false, f: false, g: false, h: 1, i: 1, j: 'x' };
const logit = ({ a, b, e, f, h, i, j }: Configuration): number =>
  [
    1.2,
    -4 * ((a as number) - 0.85) ** 2,
    -3 * ((b as number) - 0.3) ** 2,
    e ? 0.7 : 0,
    f ? -1 : 0,
    -0.3 * (h as number),
    -0.3 * (i as number),
    j === 'y' ? 0.5 : j === 'z' ? -0.5 : 0,
  ].reduce((x, y) => x + y);

const gainFound = (name: StrategyName, seed: number): number => {
  const items = rngOf(seed, 'items');
  const difficulty = Array.from({ length: 300 }, () => 2 * gaussian(items));
  const measure: Measure = ({ key, configuration, offset, count }) => {
    const rng = rngOf(seed, key, offset);
    const solved = difficulty
      .slice(offset, offset + count)
      .filter((x) => uniform(rng) < 1 / (1 + Math.exp(-x - logit(configuration)))).length;
    return { solved, meanScore: solved / count };
  };
  const { ranking } = play(
    name,
    {
      space: tenParameters,
      seed,
      incumbent: defaults,
      options: { candidates: 24, episodesBudget: 2400, itemsAvailable: 300 },
    },
    measure,
  );
  return logit(ranking[0] as Configuration) - logit(defaults);
};

it('halving finds real improvements among 24 candidates of ten parameters, and more than random search', () => {
  const seeds = Array.from({ length: 30 }, (_, seed) => seed);
  const halving = seeds.map((seed) => gainFound('successive_halving', seed));
  const random = seeds.map((seed) => gainFound('random', seed));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  expect(halving.filter((gain) => gain > 0.4).length).toBeGreaterThanOrEqual(27);
  expect(mean(halving)).toBeGreaterThan(mean(random));
});

it('ranks with one walk over the results, however many configurations there are', () => {
  let looks = 0;
  const field = Array.from({ length: 1_000 }, (_, k) => ({ k }));
  const results = field.map((configuration) => ({
    get key() {
      looks += 1;
      return JSON.stringify(configuration);
    },
    configuration,
    round: 0,
    episodes: 10,
    solved: configuration.k % 10,
    meanScore: 0.5,
  }));
  const order = ranked(field, results);
  expect(order[0]?.k).toBe(109);
  expect(looks).toBe(1_000);
});
