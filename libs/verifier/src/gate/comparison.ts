import { evenly, wealthOf, type Bet, type Wealth } from '../statistics/wealth.js';
import { chanceOfProof, type Counts } from './futility.js';
import { guardsOf, type Guards } from './guards.js';
import type { Pair } from './item.js';
import type { Policy } from './policy.js';

/** A look at the e-value on the way. */
export interface PathPoint {
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
  readonly logEValue: number;
}

/** A comparison, pair by pair. `code` says why it ended; undefined while it goes on. */
export interface Comparison {
  readonly policy: Policy;
  readonly bets: readonly Bet[];
  readonly wealth: Wealth;
  readonly guards: Guards;
  readonly path: PathPoint[];
  counts: Counts;
  /** Answers of the candidate that tried to speak to their scorer. */
  touches: number;
  /** The pair at which the e-value reached 1/alpha; null: it did not. */
  provenAt: number | null;
  code: string | undefined;
}

/** Nine tenths of the wealth meet gains of about the size that is worth having (a share d of discordant pairs and a gain g are best met by the stake g/d, Kelly (1956)), one tenth any. */
const betsFor = (minGain: number): readonly Bet[] => [
  ...evenly(Math.min(0.6, 2 * minGain), Math.min(0.95, Math.max(0.4, 4 * minGain)), 0.9),
  ...evenly(0, 1, 0.1),
];

export const comparisonOf = (policy: Policy): Comparison => {
  const bets = betsFor(policy.minGain);
  return {
    policy,
    bets,
    wealth: wealthOf(bets),
    guards: guardsOf(policy),
    path: [],
    counts: { pairs: 0, wins: 0, losses: 0, candidateTotal: 0, incumbentTotal: 0, squares: 0 },
    touches: 0,
    provenAt: null,
    code: undefined,
  };
};

/** Nothing is hopeless before so many pairs. */
const leastForFutility = 30;

const isHopeless = ({ policy, bets, counts }: Comparison): boolean =>
  counts.pairs >= Math.max(leastForFutility, policy.minPairs) && chanceOfProof(policy, bets, counts) < policy.futility;

/** Why a comparison that no guard ended ends without a promotion. */
const givenUp = (comparison: Comparison): string | undefined => {
  const { counts, policy, provenAt } = comparison;
  const isLast = counts.pairs >= policy.maxPairs;
  const isIdentical = counts.wins + counts.losses === 0;
  if (provenAt !== null) return isLast ? 'guardrail_open' : undefined;
  if (isLast) return isIdentical ? 'identical' : 'not_proven';
  if (!isHopeless(comparison)) return undefined;
  return isIdentical ? 'identical' : 'hopeless';
};

/** Why a comparison ends: touched scorer, a breach, a proof that no guard leaves open, or no hope; undefined: it goes on. */
const endOf = (comparison: Comparison): string | undefined => {
  const { counts, policy, guards, touches, provenAt } = comparison;
  if (touches > 0) return 'tripwire_scorer';
  if (counts.pairs < policy.minPairs) return givenUp(comparison);
  const standing = guards.all.map(({ breach, evidence }) => ({ breach, status: evidence().status }));
  const broken = standing.find(({ status }) => status === 'breached' || status === 'tripped');
  if (broken !== undefined) return broken.breach;
  const isClear = standing.every(({ status }) => status !== 'open');
  return provenAt !== null && isClear ? 'proven_better' : givenUp(comparison);
};

const countsAfter = (counts: Counts, candidate: number, incumbent: number): Counts => ({
  pairs: counts.pairs + 1,
  wins: counts.wins + (candidate > incumbent ? 1 : 0),
  losses: counts.losses + (candidate < incumbent ? 1 : 0),
  candidateTotal: counts.candidateTotal + candidate,
  incumbentTotal: counts.incumbentTotal + incumbent,
  squares: counts.squares + (candidate - incumbent) ** 2,
});

/** The path shows the proof, the end, and every tenth pair or quarter more, whichever is rarer. */
const isShown = ({ counts, provenAt, code, path }: Comparison): boolean => {
  const last = path.at(-1)?.pairs ?? 0;
  return provenAt === counts.pairs || code !== undefined || counts.pairs >= Math.max(last + 10, Math.ceil(1.25 * last));
};

/** One more pair. A comparison that has ended changes no more. */
export const addPair = (comparison: Comparison, pair: Pair): void => {
  if (comparison.code !== undefined) return;
  const { wealth, guards, policy } = comparison;
  const [candidate, incumbent] = [pair.candidate.value, pair.incumbent.value];
  comparison.counts = countsAfter(comparison.counts, candidate, incumbent);
  comparison.touches += pair.candidate.touched > 0 ? 1 : 0;
  guards.all.forEach((guard) => guard.add(pair));
  wealth.add(candidate - incumbent);
  const { pairs, wins, losses } = comparison.counts;
  const logEValue = wealth.log();
  if (comparison.provenAt === null && logEValue >= -Math.log(policy.alpha)) comparison.provenAt = pairs;
  comparison.code = endOf(comparison);
  if (isShown(comparison)) comparison.path.push({ pairs, wins, losses, logEValue });
};
