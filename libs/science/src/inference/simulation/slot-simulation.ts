import { rngOf } from '../../random/rng.js';
import { worldOf } from './difficulty.js';
import { compareOn, drawHoldout, gateRule } from './gate-simulation.js';
import type { GatePolicy } from '../gate/gate-policy.js';
import { nextAlpha, type SpendingName, type SpentTest } from '../error/spending.js';

/** The life of a slot: jobs that come one after the other, each with its candidates, on one holdout. */
export interface SlotSimulation {
  /** Its `alpha` is the slot's error over its life. */
  readonly policy: GatePolicy;
  readonly spending: SpendingName;
  readonly jobs: number;
  readonly candidates: number;
  /** One candidate in so many is better than the incumbent by `gain`, the others are as good as it; 0: none is better. */
  readonly betterEvery: number;
  readonly gain: number;
}

export interface SlotLife {
  readonly tests: number;
  readonly pairs: number;
  /** Promoted candidates that were better. */
  readonly found: number;
  /** Promoted candidates that were no better. */
  readonly wrong: number;
}

const withComparison = (
  life: SlotLife,
  better: boolean,
  { promoted, pairs }: { readonly promoted: boolean; readonly pairs: number },
): SlotLife => ({
  tests: life.tests + 1,
  pairs: life.pairs + pairs,
  found: life.found + Number(promoted && better),
  wrong: life.wrong + Number(promoted && !better),
});

/**
 * Plays lives of a slot, each from its seed: every comparison reserves its error as the slot's ledger gives it out, a job ends with its first promotion,
 * and all jobs look at one holdout with one set of the incumbent's outcomes.
 */
export const slotSimulation = ({
  policy,
  spending,
  jobs,
  candidates,
  betterEvery,
  gain,
}: SlotSimulation): ((seed: number) => SlotLife) => {
  const worlds = { equal: worldOf(0.6, 0.6), better: worldOf(0.6, 0.6 + gain) };
  // The gate remembers a boundary by the policy's object.
  const policies = new Map<number, GatePolicy>();
  const policyAt = (alpha: number): GatePolicy => {
    const known = policies.get(alpha) ?? { ...policy, alpha };
    policies.set(alpha, known);
    return known;
  };
  return (seed) => {
    const holdouts = {
      equal: drawHoldout(worlds.equal, policy.maxPairs, seed),
      better: drawHoldout(worlds.better, policy.maxPairs, seed),
    };
    const past: SpentTest[] = [];
    let life: SlotLife = { tests: 0, pairs: 0, found: 0, wrong: 0 };
    for (let job = 0; job < jobs; job++) {
      for (let place = 0; place < candidates; place++) {
        const better = betterEvery > 0 && past.length % betterEvery === 0;
        const alpha = nextAlpha(spending, policy.alpha, past);
        const compared = compareOn(
          gateRule(policyAt(alpha)),
          better ? holdouts.better : holdouts.equal,
          rngOf(seed, 'candidate', past.length),
        );
        past.push({ alpha, promoted: compared.promoted });
        life = withComparison(life, better, compared);
        if (compared.promoted) break;
      }
    }
    return life;
  };
};
