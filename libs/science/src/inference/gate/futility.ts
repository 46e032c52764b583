import { normalProbability } from '../../random/normal.js';
import type { GatePolicy } from './gate-policy.js';
import { winsNeededFor } from './wins-needed.js';

/** What has been seen of the pairs. */
export interface PairCounts {
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
}

/** What has been seen of the pairs' values. */
export interface ValueSums {
  readonly pairs: number;
  readonly candidateTotal: number;
  readonly incumbentTotal: number;
  /** Sum of the squared differences. */
  readonly squares: number;
}

/**
 * Chance that the candidate still gets proven better by the last pair, should its true gain be the larger of `minGain` and what was
 * seen, with as many discordant pairs as so far: conditional power under a normal approximation (Lan, Simon and Halperin, 1982; Jennison and
 * Turnbull, 2000, chapter 10). Stopping on it can only lower the rate of false promotions.
 */
export const conditionalPower = (policy: GatePolicy, { pairs, wins, losses }: PairCounts): number => {
  const left = policy.maxPairs - pairs;
  const discordant = (wins + losses + 1) / (pairs + 2);
  const gain = Math.min(discordant, Math.max(policy.minGain, (wins - losses) / pairs));
  const atEnd = Math.round(wins + losses + discordant * left);
  const lead = 2 * winsNeededFor(policy)(atEnd) - atEnd;
  const spread = Math.sqrt(discordant * left);
  return spread === 0
    ? Number(wins - losses >= lead)
    : 1 - normalProbability((lead - (wins - losses) - gain * left) / spread);
};

/** Pairs before which nothing counts as hopeless. */
const patience = 30;

/** No win at all so far, which a candidate better by `minGain` would show with less than the futility: it wins at least that share of pairs. */
const neverWins = ({ minGain, futility }: GatePolicy, pairs: number, wins: number): boolean =>
  wins === 0 && (1 - minGain) ** pairs < futility;

/**
 * Wins and losses that have the same sum and the same sum of squares as the differences: what they are where values are binary. Elsewhere they are
 * what the e-value nearly depends on, since log(1 + stake * d) is stake * d - (stake * d)^2 / 2 up to the third order.
 */
export const pairCountsOf = ({ pairs, candidateTotal, incumbentTotal, squares }: ValueSums): PairCounts => ({
  pairs,
  wins: (squares + candidateTotal - incumbentTotal) / 2,
  losses: (squares - candidateTotal + incumbentTotal) / 2,
});

/** True when going on would be a waste by the policy. `wins` counts the pairs that the candidate really won. */
export const isHopeless = (policy: GatePolicy, counts: PairCounts, wins = counts.wins): boolean =>
  counts.pairs >= Math.max(patience, policy.minPairs) &&
  counts.pairs < policy.maxPairs &&
  (neverWins(policy, counts.pairs, wins) || conditionalPower(policy, counts) < policy.futility);
