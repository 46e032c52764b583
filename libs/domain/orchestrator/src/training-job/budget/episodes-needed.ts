import { gateRules, type GateRules } from '../gate/gate-rules.js';
import type { TrainingRequest } from '../start/training-request.js';

type Rules = Pick<GateRules, 'confirmationItems' | 'runsPerItem'>;

/** Pairs that so many episodes pay for, both arms, beside what is kept back to measure the gain. */
export const pairsFor = (episodes: number, { confirmationItems, runsPerItem }: Rules): number => {
  const keptBack = Math.min(2 * confirmationItems * runsPerItem, Math.floor(episodes / 4));
  return Math.floor(Math.floor((episodes - keptBack) / runsPerItem) / 2);
};

/** The fewest episodes that pay for so many pairs. */
export const gateEpisodes = (pairs: number, rules: Rules): number => {
  let episodes = 2 * pairs * rules.runsPerItem;
  while (pairsFor(episodes, rules) < pairs) episodes += 1;
  return episodes;
};

/** The search has at least the incumbent and one candidate, on one item each. */
const leastSearch = 2;

/** The fewest episodes with which a job of these rules could still come to a verdict; without a gate, those of the smallest search. */
export const leastEpisodes = ({ gate, leastPairs = 0 }: Pick<TrainingRequest, 'gate' | 'leastPairs'>): number =>
  leastSearch + (leastPairs === 0 ? 0 : gateEpisodes(leastPairs, gateRules({ gate })));

/** Episodes of so many in all that the search may have: its share, as long as the gate keeps what a verdict takes. */
export const searchShare = (
  { hints, gate, leastPairs, mode }: Pick<TrainingRequest, 'hints' | 'gate' | 'leastPairs' | 'mode'>,
  episodes: number,
): number => {
  if (mode === 'search_only') return episodes;
  const share = Math.floor(episodes * hints.budget);
  // A job that was recorded before the gate's part was kept.
  if (leastPairs === undefined) return share;
  return Math.max(0, Math.min(share, episodes - gateEpisodes(leastPairs, gateRules({ gate }))));
};
