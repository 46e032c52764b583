import { strategies, type Ask, type SearchHistory, type StrategyName } from '@ao/science';
import { canonicalJson } from '@ao/kernel';
import { trialsOf, type Progress } from './training-job.state.js';

/** Episodes that the search may schedule; the rest is for the gate. */
export const searchEpisodes = ({ request }: Pick<Progress, 'request'>): number => Math.floor(request.budget.episodes * request.hints.budget);

/** Items that the search may see: never the holdout. */
const itemsAvailable = ({ request: { agent, taskSet } }: Progress): number =>
  agent.searchSplits.reduce((sum, split) => sum + (split === 'train' ? taskSet.train : split === 'dev' ? taskSet.dev : 0), 0);

const history = (progress: Progress): SearchHistory => ({
  space: progress.request.agent.searchSpace,
  seed: progress.request.seed,
  incumbent: progress.incumbent,
  options: {
    candidates: progress.request.strategy.candidates,
    episodesBudget: searchEpisodes(progress),
    itemsAvailable: itemsAvailable(progress),
    mode: progress.request.hints.mode,
    diversity: progress.request.hints.diversity,
  },
  results: trialsOf(progress, 'search').flatMap(({ configuration, round, result }) =>
    result === null ? [] : [{ key: canonicalJson(configuration), configuration, round, ...result }],
  ),
});

/** What the job's strategy wants next: a pure function of the job's events and its seed. */
export const askStrategy = (progress: Progress): Ask => strategies[progress.request.strategy.name as StrategyName].ask(history(progress));

/** Configurations that the strategy gave up and the log does not say so yet, each with the round after which it was given up. */
export const newlyPruned = (progress: Progress, keys: readonly string[]): { configurationHash: string; round: number }[] =>
  keys.flatMap((key) => {
    const last = trialsOf(progress, 'search').findLast(({ configuration }) => canonicalJson(configuration) === key);
    return last && !progress.pruned.has(last.configurationHash) ? [{ configurationHash: last.configurationHash, round: last.round }] : [];
  });
