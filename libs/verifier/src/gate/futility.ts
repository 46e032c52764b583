import { normalProbability } from '../statistics/distributions.js';
import { bisect } from '../statistics/numbers.js';
import { wealthOf, type Bet } from '../statistics/wealth.js';
import type { Policy } from './policy.js';

/** What was seen so far. */
export interface Counts {
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
  readonly candidateTotal: number;
  readonly incumbentTotal: number;
  /** Sum of the squared differences. */
  readonly squares: number;
}

/** Wins that are too few to prove anything, of so many discordant pairs at the end. */
const tooFewWins = (bets: readonly Bet[], discordant: number, alpha: number): number =>
  bisect(
    (wins) => {
      const wealth = wealthOf(bets);
      wealth.add(1, wins);
      wealth.add(-1, discordant - wins);
      return wealth.log() < -Math.log(alpha);
    },
    0,
    discordant + 1,
  );

/**
 * Conditional power, Lan, Simon and Halperin (1982), under a normal approximation, Jennison and Turnbull (2000), chapter 10: the chance that
 * a comparison which goes on to its last pair still proves its candidate, if the true gain is what was seen so far, or the
 * smallest that is worth having where less was seen. Differences count as wins and losses of size 1: their sum is the difference of the
 * totals, and their number the sum of squares. The rest of the pairs is taken as normal. Without any win yet the chance is no more than
 * that of seeing none if the gain were the smallest that is worth having.
 */
export const chanceOfProof = ({ maxPairs, minGain, alpha }: Policy, bets: readonly Bet[], seen: Counts): number => {
  const lead = seen.candidateTotal - seen.incumbentTotal;
  const [won, lost] = [(seen.squares + lead) / 2, (seen.squares - lead) / 2];
  const left = maxPairs - seen.pairs;
  // Laplace's rule of succession for the share of pairs that differ.
  const discordant = (won + lost + 1) / (seen.pairs + 2);
  const gain = Math.min(discordant, Math.max(minGain, (won - lost) / seen.pairs));
  const atEnd = Math.round(won + lost + discordant * left);
  const missing = 2 * Math.ceil(tooFewWins(bets, atEnd, alpha)) - atEnd - (won - lost);
  const spread = Math.sqrt(discordant * left);
  const reached = spread === 0 ? (missing <= 0 ? 1 : 0) : 1 - normalProbability((missing - gain * left) / spread);
  const withoutAWin = seen.wins === 0 ? (1 - minGain) ** seen.pairs : 1;
  return Math.min(withoutAWin, reached);
};
