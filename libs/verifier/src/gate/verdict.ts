import { addPair, comparisonOf, type Comparison } from './comparison.js';
import type { Pair } from './item.js';
import type { Policy } from './policy.js';

/** A comparison made again: what follows from it, and the evidence that its verdict must show. */
export interface Verdict {
  /** promoted, rejected or held. */
  readonly outcome: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** Ends without a proof for or against the candidate. */
const undecided = ['guardrail_open', 'not_proven', 'undecided'];

const outcomeOf = (code: string): string => {
  if (code === 'proven_better') return 'promoted';
  return undecided.includes(code) ? 'held' : 'rejected';
};

/** The guards as evidence shows them: a tripwire says only what could trip it. */
const guardsShown = ({ guards, touches }: Comparison): Readonly<Record<string, unknown>> => {
  const { logWithin: _within, ...refusal } = guards.refusal.evidence();
  const { limit: _limit, high: _high, ...length } = guards.length.evidence();
  return {
    latency: guards.latency.evidence(),
    tokens: guards.tokens.evidence(),
    cost: guards.cost.evidence(),
    calibration: guards.calibration.evidence(),
    solveRate: guards.solveRate.evidence(),
    slices: guards.slices.map(({ name, guard }) => ({ name, ...guard.evidence() })),
    tripwires: { refusal, length, scorer: { status: touches > 0 ? 'tripped' : 'clear', touches } },
  };
};

/** A comparison again, from the pairs alone. Pairs after its end change nothing. */
export const replay = (policy: Policy, pairs: readonly Pair[]): Verdict => {
  const comparison = comparisonOf(policy);
  pairs.forEach((pair) => addPair(comparison, pair));
  const { counts, provenAt, bets, path, wealth, code = 'undecided' } = comparison;
  const evidence = {
    ...counts,
    provenAt,
    ties: counts.pairs - counts.wins - counts.losses,
    logEValue: wealth.log(),
    logThreshold: -Math.log(policy.alpha),
    alphaSpent: policy.alpha,
    wagers: bets,
    path,
    policy,
    code,
    ...guardsShown(comparison),
  };
  return { outcome: outcomeOf(code), evidence };
};
