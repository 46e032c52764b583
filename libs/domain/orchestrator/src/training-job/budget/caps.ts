import { leastEpisodes } from './episodes-needed.js';
import type { TrainingRequest } from '../start/training-request.js';
import { scheduledEpisodes, type EpisodesPlan, type Progress, type TrackedTrial } from '../training-job.state.js';

/** Caps that are counted in something else than episodes: by their field in a budget. */
type Cap = 'tokens' | 'costMicros';
const caps = ['tokens', 'costMicros'] as const satisfies readonly Cap[];

/** What one episode may use at most, as the agent declares it; 0: none. */
const most = ({ agent }: Pick<TrainingRequest, 'agent'>, cap: Cap): number =>
  cap === 'tokens' ? agent.maxTokensPerEpisode : agent.maxCostMicrosPerEpisode;

const binding = (request: TrainingRequest): readonly Cap[] =>
  caps.filter((cap) => most(request, cap) > 0 && request.budget.episodes * most(request, cap) > request.budget[cap]);

/** True where the caps do not cover all episodes at the most that each may use: how many they pay for is then planned with what episodes were seen to use. */
export const capsBind = (request: TrainingRequest): boolean =>
  request.leastPairs !== undefined && binding(request).length > 0;

/** Episodes of the incumbent that show what an episode uses, where caps bind. */
const pilotEpisodes = 16;

/** Round of the pilot's trial: before the search's first. */
export const pilotRound = -1;

/** The pilot's size: at its worst it takes half of the cap that is the tightest. */
export const pilotCount = (request: TrainingRequest): number =>
  binding(request).reduce(
    (count, cap) => Math.min(count, Math.max(1, Math.floor(request.budget[cap] / most(request, cap) / 2))),
    pilotEpisodes,
  );

const used = ({ result }: TrackedTrial, cap: Cap): number => result?.[cap] ?? 0;

const spentOf = ({ trials }: Progress, cap: Cap): number =>
  [...trials.values()].reduce((sum, trial) => sum + used(trial, cap), 0);

/** Set aside for one episode above the dearest mean that was seen: episodes differ, and so do configurations. */
const room = 1.5;

/**
 * What is set aside for one episode: never more than the agent declares, and that where nothing was seen yet. An agent that charges more
 * than it declares is planned with what it charges.
 */
export const priceOf = (progress: Progress, cap: Cap): number => {
  const declared = most(progress.request, cap);
  const means = [...progress.trials.values()].flatMap((trial) =>
    trial.result === null || trial.result.episodes === 0 ? [] : [used(trial, cap) / trial.result.episodes],
  );
  if (declared === 0 || means.length === 0) return declared;
  const dearest = Math.max(...means);
  return dearest > declared ? Math.ceil(dearest) : Math.min(declared, Math.max(1, Math.ceil(room * dearest)));
};

/** Episodes in all that the caps pay for, those that were scheduled included: at most the budget's. */
export const planEpisodes = (progress: Progress): EpisodesPlan => {
  const { request } = progress;
  const scheduled = scheduledEpisodes(progress);
  const further = binding(request).map((cap) =>
    Math.floor(Math.max(0, request.budget[cap] - spentOf(progress, cap)) / priceOf(progress, cap)),
  );
  return {
    episodes: Math.min(request.budget.episodes, ...further.map((count) => scheduled + count)),
    reserveTokensPerEpisode: priceOf(progress, 'tokens'),
    reserveCostMicrosPerEpisode: priceOf(progress, 'costMicros'),
  };
};

/** Episodes in all that a job plans with. */
export const episodesInAll = ({ request, plan }: Pick<Progress, 'request' | 'plan'>): number =>
  plan?.episodes ?? request.budget.episodes;

const names = { tokens: 'tokens', costMicros: 'cost_micros' } as const;

/** True where the search's share of a binding cap pays for so many further episodes, at what an episode is seen to use now. */
export const searchPays = (progress: Progress, share: number, episodes: number): boolean =>
  binding(progress.request).every(
    (cap) => spentOf(progress, cap) + episodes * priceOf(progress, cap) <= share * progress.request.budget[cap],
  );

/** Why a plan can come to no verdict; undefined: it can. */
export const tooSmall = (progress: Progress, plan: EpisodesPlan): string | undefined => {
  const { request } = progress;
  const least = leastEpisodes(request);
  if (plan.episodes >= least) return undefined;
  const wanted = binding(request).map((cap) => {
    const needed = spentOf(progress, cap) + (least - scheduledEpisodes(progress)) * priceOf(progress, cap);
    return `${names[cap]} ${needed} (${request.budget[cap]} now, at ${priceOf(progress, cap)} an episode)`;
  });
  return `no verdict: the budget pays for ${plan.episodes} episodes, and a verdict takes at least ${least}; the least budget that could give one: ${wanted.join(', ')}`;
};

/** What a request's caps cannot even begin with: the worst case of a single episode. Paths as in a request. */
export const worstCaseViolations = (request: TrainingRequest): { path: string; message: string }[] =>
  binding(request)
    .filter((cap) => request.budget[cap] < most(request, cap))
    .map((cap) => ({
      path: `budget.${names[cap]}`,
      message: `must be at least ${most(request, cap)}, the most that one episode of ${request.agent.id} may use; ${leastEpisodes(request) * most(request, cap)} is enough for a verdict in any case`,
    }));
