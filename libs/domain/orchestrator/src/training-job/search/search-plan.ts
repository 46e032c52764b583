import { configurationKey, ranked, strategies, type Ask, type SearchHistory, type StrategyName } from '@ao/science';
import type { Configuration } from '@ao/kernel';
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
      : [{ key: configurationKey(configuration), configuration, round, ...inGoal(progress.request, result) }],
  ),
});

/** What the job's strategy wants next: a pure function of the job's events and its seed. */
export const askStrategy = (progress: Progress): Ask =>
  strategies[progress.request.strategy.name as StrategyName].ask(history(progress));

/** The configurations that were tried and not given up, best first by what was measured so far: the ranking of a search that ends early. */
export const rankingSoFar = (progress: Progress, givenUp: readonly string[]): Configuration[] => {
  const tried = new Map(
    trialsOf(progress, 'search').map(({ configuration }) => [configurationKey(configuration), configuration]),
  );
  givenUp.forEach((key) => tried.delete(key));
  return ranked([...tried.values()], history(progress).results);
};

/** Configurations that the strategy gave up and the log does not say so yet, each with the round after which it was given up. */
export const newlyPruned = (
  progress: Progress,
  keys: readonly string[],
): { configurationHash: string; round: number }[] => {
  const last = new Map(trialsOf(progress, 'search').map((trial) => [configurationKey(trial.configuration), trial]));
  return keys.flatMap((key) => {
    const trial = last.get(key);
    return trial && !progress.pruned.has(trial.configurationHash)
      ? [{ configurationHash: trial.configurationHash, round: trial.round }]
      : [];
  });
};

interface Standing {
  readonly solveRate: number;
  readonly meanScore: number;
}

interface Sums {
  readonly episodes: number;
  readonly solved: number;
  readonly score: number;
}

const noSums: Sums = { episodes: 0, solved: 0, score: 0 };

const standings = new WeakMap<Progress['trials'], ReadonlyMap<string, Sums>>();

/** What was measured in the search, by configuration: one walk over the trials, however many are asked about. */
const sumsOf = (progress: Progress): ReadonlyMap<string, Sums> => {
  const known = standings.get(progress.trials);
  if (known) return known;
  const sums = new Map<string, Sums>();
  for (const { configuration, result } of trialsOf(progress, 'search')) {
    if (result === null) continue;
    const { episodes, solved, meanScore } = inGoal(progress.request, result);
    const key = configurationKey(configuration);
    const before = sums.get(key) ?? noSums;
    sums.set(key, {
      episodes: before.episodes + episodes,
      solved: before.solved + solved,
      score: before.score + meanScore * episodes,
    });
  }
  standings.set(progress.trials, sums);
  return sums;
};

/** What was measured of a configuration in the search: rates in the goal, 0 without an episode. */
export const standing = (progress: Progress, configuration: Configuration): Standing => {
  const { episodes, solved, score } = sumsOf(progress).get(configurationKey(configuration)) ?? noSums;
  return episodes === 0
    ? { solveRate: 0, meanScore: 0 }
    : { solveRate: solved / episodes, meanScore: score / episodes };
};

/** Whether the search saw a configuration do better than the incumbent: by the solve rate, at the same rate by the score. A tie is not worth the holdout. */
export const didBetter = (progress: Progress, configuration: Configuration): boolean => {
  const [candidate, incumbent] = [standing(progress, configuration), standing(progress, progress.incumbent)];
  return candidate.solveRate === incumbent.solveRate
    ? candidate.meanScore > incumbent.meanScore
    : candidate.solveRate > incumbent.solveRate;
};
