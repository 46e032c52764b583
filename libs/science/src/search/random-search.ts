import { rngOf } from '../random/rng.js';
import { candidatesPossible, configurationKey, newCandidates } from './candidates.js';
import { ranked } from './ranking.js';
import { roundOf } from './round.js';
import { sampleConfiguration } from './sampling.js';
import type { Ask, SearchHistory, Strategy } from './strategy.js';

const ask = ({ space, seed, incumbent, options, results }: SearchHistory): Ask => {
  const candidates = Math.min(candidatesPossible(space, options.candidates), options.episodesBudget - 1);
  if (candidates < 1 || options.itemsAvailable < 1) return { kind: 'done', ranking: [incumbent], pruned: [] };
  const source = { space, taken: new Set([configurationKey(incumbent)]), draw: sampleConfiguration.bind(null, space) };
  const field = [incumbent, ...newCandidates(source, candidates, rngOf(seed, 'search', 'random'))];
  const count = Math.min(options.itemsAvailable, Math.floor(options.episodesBudget / field.length));
  const round = roundOf(
    0,
    field.map((configuration) => ({ configuration, offset: 0, count })),
    results,
  );
  if (round === 'waiting') return { kind: 'wait' };
  if (round !== 'complete') return { kind: 'trials', trials: round, pruned: [] };
  return { kind: 'done', ranking: ranked(field, results), pruned: [] };
};

/**
 * Random search (Bergstra and Bengio, 2012): every candidate and the incumbent run the same items once. The baseline:
 * it assumes nothing, and spends as much on the worst candidate as on the best.
 */
export const randomSearch: Strategy = { ask };
