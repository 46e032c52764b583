import type { Configuration } from '@ao/kernel';
import { configurationKey } from './candidates.js';
import type { TrialResult } from './strategy.js';

interface Standing {
  readonly key: string;
  readonly configuration: Configuration;
  readonly solveRate: number;
  readonly meanScore: number;
}

interface Pool {
  episodes: number;
  solved: number;
  score: number;
}

/** What was measured in all, by key: one walk over the results, however many configurations are ranked. */
const pooled = (results: readonly TrialResult[]): ReadonlyMap<string, Pool> => {
  const pools = new Map<string, Pool>();
  for (const { key, episodes, solved, meanScore } of results) {
    if (episodes <= 0) continue;
    const pool = pools.get(key) ?? { episodes: 0, solved: 0, score: 0 };
    pools.set(key, {
      episodes: pool.episodes + episodes,
      solved: pool.solved + solved,
      score: pool.score + meanScore * episodes,
    });
  }
  return pools;
};

const standingOf = (configuration: Configuration, pools: ReadonlyMap<string, Pool>): Standing => {
  const key = configurationKey(configuration);
  const pool = pools.get(key);
  return {
    key,
    configuration,
    solveRate: pool ? pool.solved / pool.episodes : -Infinity,
    meanScore: pool ? pool.score / pool.episodes : -Infinity,
  };
};

const descending = (a: number, b: number): number => (a === b ? 0 : a < b ? 1 : -1);

const byStanding = (a: Standing, b: Standing): number =>
  descending(a.solveRate, b.solveRate) || descending(a.meanScore, b.meanScore) || (a.key < b.key ? -1 : 1);

/**
 * Pools what was measured of each configuration and puts the best first: the solve rate, then the mean score, then the key, so
 * that the order never depends on arrival. Without an episode a configuration stands last.
 */
export const ranked = (field: readonly Configuration[], results: readonly TrialResult[]): Configuration[] => {
  const pools = pooled(results);
  return field
    .map((configuration) => standingOf(configuration, pools))
    .sort(byStanding)
    .map(({ configuration }) => configuration);
};

/** Configurations of a ranking that stand above the incumbent, best first, at most `limit`: those worth a comparison on the holdout. */
export const finalists = (
  ranking: readonly Configuration[],
  incumbent: Configuration,
  limit: number,
): Configuration[] => {
  const place = ranking.findIndex((configuration) => configurationKey(configuration) === configurationKey(incumbent));
  return ranking.slice(0, place === -1 ? limit : Math.min(place, limit));
};
