import { ranked, strategies, type Ask, type SearchHistory, type StrategyName } from '@ao/science';
import { canonicalJson, type Configuration } from '@ao/kernel';
import type { TrialResult } from '../training-job.events.js';
import { episodesInAll, pilotRound } from '../budget/caps.js';
import { searchShare } from '../budget/episodes-needed.js';
import { scheduledEpisodes, trialsOf, type Progress } from '../training-job.state.js';

/** Episodes that the search may schedule; the rest is for the gate. */
export const searchEpisodes = (progress: Progress): number => progress.searchEpisodes ?? searchBudget(progress);

/** As `searchEpisodes`, before the first round fixes it: the pilot's episodes are of the search's share. */
export const searchBudget = (progress: Progress): number =>
  Math.max(0, searchShare(progress.request, episodesInAll(progress)) - scheduledEpisodes(progress, 'search'));

/** Items that the search may see: never the holdout. */
const itemsAvailable = ({ request: { agent, taskSet } }: Progress): number =>
  agent.searchSplits.reduce(
    (sum, split) => sum + (split === 'train' ? taskSet.train : split === 'dev' ? taskSet.dev : 0),
    0,
  );

/** A result in the goal: what the strategies rank by. Where the goal is not to solve, its mean stands for the solve rate. */
const inGoal = ({ goal }: Progress['request'], result: TrialResult): TrialResult => {
  if (goal !== 'score' && goal !== 'calibration') return result;
  const mean = goal === 'score' ? result.meanScore : 1 - (result.brier ?? 0.25);
  return { ...result, solved: mean * result.episodes, meanScore: mean };
};

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
    result === null || round === pilotRound
      ? []
      : [{ key: canonicalJson(configuration), configuration, round, ...inGoal(progress.request, result) }],
  ),
});

/** What the job's strategy wants next: a pure function of the job's events and its seed. */
export const askStrategy = (progress: Progress): Ask =>
  strategies[progress.request.strategy.name as StrategyName].ask(history(progress));

/** The configurations that were tried and not given up, best first by what was measured so far: the ranking of a search that ends early. */
export const rankingSoFar = (progress: Progress, givenUp: readonly string[]): Configuration[] => {
  const tried = new Map(
    trialsOf(progress, 'search').map(({ configuration }) => [canonicalJson(configuration), configuration]),
  );
  givenUp.forEach((key) => tried.delete(key));
  return ranked([...tried.values()], history(progress).results);
};

/** Configurations that the strategy gave up and the log does not say so yet, each with the round after which it was given up. */
export const newlyPruned = (
  progress: Progress,
  keys: readonly string[],
): { configurationHash: string; round: number }[] =>
  keys.flatMap((key) => {
    const last = trialsOf(progress, 'search').findLast(({ configuration }) => canonicalJson(configuration) === key);
    return last && !progress.pruned.has(last.configurationHash)
      ? [{ configurationHash: last.configurationHash, round: last.round }]
      : [];
  });

/** What was measured of a configuration in the search: rates in the goal, 0 without an episode. */
export const standing = (
  progress: Progress,
  configuration: Configuration,
): { solveRate: number; meanScore: number } => {
  const key = canonicalJson(configuration);
  const results = trialsOf(progress, 'search').flatMap((trial) =>
    trial.result !== null && canonicalJson(trial.configuration) === key ? [inGoal(progress.request, trial.result)] : [],
  );
  const episodes = results.reduce((sum, result) => sum + result.episodes, 0);
  const mean = (of: (result: TrialResult) => number): number =>
    episodes === 0 ? 0 : results.reduce((sum, result) => sum + of(result), 0) / episodes;
  return { solveRate: mean(({ solved }) => solved), meanScore: mean((result) => result.meanScore * result.episodes) };
};

/** Whether the search saw a configuration do better than the incumbent: by the solve rate, at the same rate by the score. A tie is not worth the holdout. */
export const didBetter = (progress: Progress, configuration: Configuration): boolean => {
  const [candidate, incumbent] = [standing(progress, configuration), standing(progress, progress.incumbent)];
  return candidate.solveRate === incumbent.solveRate
    ? candidate.meanScore > incumbent.meanScore
    : candidate.solveRate > incumbent.solveRate;
};
