import type { Configuration } from '@ao/kernel';
import { configurationKey } from './candidates.js';
import type { TrialResult } from './strategy.js';

interface Standing {
  readonly key: string;
  readonly configuration: Configuration;
  readonly solveRate: number;
  readonly meanScore: number;
}

const standingOf = (configuration: Configuration, results: readonly TrialResult[]): Standing => {
  const key = configurationKey(configuration);
  const own = results.filter((result) => result.key === key && result.episodes > 0);
  const episodes = own.reduce((sum, result) => sum + result.episodes, 0);
  const mean = (total: (result: TrialResult) => number): number =>
    episodes === 0 ? -Infinity : own.reduce((sum, result) => sum + total(result), 0) / episodes;
  return {
    key,
    configuration,
    solveRate: mean(({ solved }) => solved),
    meanScore: mean((result) => result.meanScore * result.episodes),
  };
};

const descending = (a: number, b: number): number => (a === b ? 0 : a < b ? 1 : -1);

const byStanding = (a: Standing, b: Standing): number =>
  descending(a.solveRate, b.solveRate) || descending(a.meanScore, b.meanScore) || (a.key < b.key ? -1 : 1);

/**
 * Pools what was measured of each configuration and puts the best first: the solve rate, then the mean score, then the key, so
 * that the order never depends on arrival. Without an episode a configuration stands last.
 */
export const ranked = (field: readonly Configuration[], results: readonly TrialResult[]): Configuration[] =>
  field
    .map((configuration) => standingOf(configuration, results))
    .sort(byStanding)
    .map(({ configuration }) => configuration);

/** Configurations of a ranking that stand above the incumbent, best first, at most `limit`: those worth a comparison on the holdout. */
export const finalists = (
  ranking: readonly Configuration[],
  incumbent: Configuration,
  limit: number,
): Configuration[] => {
  const place = ranking.findIndex((configuration) => configurationKey(configuration) === configurationKey(incumbent));
  return ranking.slice(0, place === -1 ? limit : Math.min(place, limit));
};
