import type { GatePolicy } from '../gate/gate-policy.js';
import { discordanceOf, type World } from './difficulty.js';
import type { DecisionRule } from './gate-simulation.js';
import { logEValue, type Wager } from '../betting/wager.js';

const tally = (
  decide: (counts: { readonly pairs: number; readonly wins: number; readonly losses: number }) => boolean | null,
): DecisionRule => {
  const counts = { pairs: 0, wins: 0, losses: 0 };
  return (candidateSolved, incumbentSolved) => {
    counts.pairs += 1;
    counts.wins += Number(candidateSolved && !incumbentSolved);
    counts.losses += Number(incumbentSolved && !candidateSolved);
    return decide(counts);
  };
};

/** Promotes whoever solved more once all pairs are in: what a leaderboard does. */
const strictlyBetter = ({ maxPairs }: GatePolicy): DecisionRule =>
  tally(({ pairs, wins, losses }) => (pairs < maxPairs ? null : wins > losses));

/** McNemar's test (1947) with Edwards' correction at 5 %, read after every pair as if it were the only look. */
const peekedMcNemar = (): DecisionRule =>
  tally(({ wins, losses }) => (wins > losses && (wins - losses - 1) ** 2 / (wins + losses) > 3.8415 ? true : null));

const flat: readonly Wager[] = Array.from({ length: 100 }, (_, index) => ({
  stake: (index + 0.5) / 100,
  weight: 0.01,
}));

/** An e-process of these wagers without a futility stop. Looked at when it has changed: after a win. */
const eProcess = (wagers: readonly Wager[], alpha: number): DecisionRule => {
  let seen = 0;
  return tally(({ wins, losses }) => {
    const won = wins > seen;
    seen = wins;
    return won && wins > losses && logEValue(wagers, wins, losses) >= -Math.log(alpha) ? true : null;
  });
};

/** The same e-process with a flat prior and no futility stop: valid, but aimed at nothing. */
const flatMixture = ({ alpha }: GatePolicy): DecisionRule => eProcess(flat, alpha);

/** The one bet that knows the true effect and grows fastest by it (Kelly's): nobody can play it. With few pairs a bolder bet can reach 1/alpha more often. */
export const knowingTheEffect = (world: World): ((policy: GatePolicy) => DecisionRule) => {
  const { wins, losses } = discordanceOf(world);
  return ({ alpha }) => eProcess([{ stake: (wins - losses) / (wins + losses), weight: 1 }], alpha);
};

/** Other ways to decide a promotion, to measure the gate against in a simulation. */
export const baselineRules = {
  strictly_better: strictlyBetter,
  peeked_mcnemar: peekedMcNemar,
  flat_mixture: flatMixture,
} as const;
