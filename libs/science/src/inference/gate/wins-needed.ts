import type { GatePolicy } from './gate-policy.js';
import { logEValue, wagersOf } from '../betting/wager.js';

/** Wins among so many discordant pairs from which on the e-value is at least 1/alpha; more than the pairs when no number of wins is enough. */
export type WinsNeeded = (discordant: number) => number;

const tableOf = (policy: Pick<GatePolicy, 'alpha' | 'minGain'>): WinsNeeded => {
  const wagers = wagersOf(policy);
  const threshold = -Math.log(policy.alpha);
  const table = [1];
  return (discordant) => {
    for (let pairs = table.length; pairs <= discordant; pairs++) {
      // One more pair never lowers the number, and raises it by one at most: a loss costs, a win pays.
      let wins = table[pairs - 1] as number;
      if (wins <= pairs && logEValue(wagers, wins, pairs - wins) < threshold) wins += 1;
      table.push(wins <= pairs ? wins : pairs + 1);
    }
    return table[discordant] as number;
  };
};

const tables = new WeakMap<object, WinsNeeded>();

/**
 * The rejection boundary of a policy. Computed as far as it is asked for and remembered with the policy object, so that a step of
 * the gate is a comparison of two integers.
 */
export const winsNeededFor = (policy: Pick<GatePolicy, 'alpha' | 'minGain'>): WinsNeeded => {
  const known = tables.get(policy);
  if (known !== undefined) return known;
  const table = tableOf(policy);
  tables.set(policy, table);
  return table;
};

/** Discordant pairs that a candidate must win in a row to be proven better. */
export const pairsNeededAtBest = (policy: Pick<GatePolicy, 'alpha' | 'minGain'>): number => {
  const needed = winsNeededFor(policy);
  let pairs = 1;
  while (needed(pairs) > pairs) pairs += 1;
  return pairs;
};

/**
 * Items without which nothing can be promoted: even a candidate that wins every one of fewer items, each by as much as can be, is not proven
 * better at this alpha. A holdout with fewer is too small to be looked at.
 */
export const itemsNeeded = (policy: Pick<GatePolicy, 'alpha' | 'minGain' | 'minPairs'>): number =>
  Math.max(policy.minPairs, pairsNeededAtBest(policy));
