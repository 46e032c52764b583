import type { GuardrailStatus } from './guardrail.js';
import { mixtureLogWealth, noWealth, reaches, withPayoff } from '../betting/mixture.js';
import { evenly, type Wager } from '../betting/wager.js';

/**
 * A non-inferiority comparison of a bounded harm: per item how much worse the candidate did, from -1 to 1, against a margin. Unlike a normal
 * approximation it promises its error for any number of items: of three items that were equal it never concludes that all are. Two bets by
 * Waudby-Smith and Ramdas (2024), one against each side of the margin: see `withPayoff`.
 */
export interface HarmBound {
  /** Items that were compared. */
  readonly items: number;
  readonly candidateTotal: number;
  readonly incumbentTotal: number;
  /** Log wealth of each stake against "the mean harm is at least the margin". */
  readonly within: readonly number[];
  /** Log wealth of each stake against "the mean harm is at most the margin". */
  readonly breached: readonly number[];
}

/** What a verdict shows of it. */
export interface HarmBoundEvidence {
  readonly status: GuardrailStatus;
  readonly margin: number | null;
  readonly items: number;
  readonly candidateTotal: number;
  readonly incumbentTotal: number;
  /** Log e-value against "the mean harm is at least the margin". */
  readonly logWithin: number;
  /** Log e-value against "the mean harm is at most the margin". */
  readonly logBreached: number;
  /** What either has to reach: log(1 / guardrailAlpha). */
  readonly logThreshold: number;
}

/** All stakes alike: nobody knows the size of a harm beforehand. */
export const harmWagers: readonly Wager[] = evenly(0, 1, 24, 1);

const nothing = noWealth(harmWagers);

export const noHarm: HarmBound = { items: 0, candidateTotal: 0, incumbentTotal: 0, within: nothing, breached: nothing };

/** A margin of 1 allows everything; just below it the bets stay finite. */
const usable = (margin: number): number => Math.min(margin, 0.99);

/** What both sides have of the harmful thing on one item, in [0, 1]: refusals, losses; or of the good thing, with the sides exchanged. */
export interface Harm {
  readonly candidate: number;
  readonly incumbent: number;
  /** In [-1, 1]; above 0 where the candidate is worse. */
  readonly harm: number;
}

/** One more item. Each bet is scaled by the most that it can lose, 1 - margin and 1 + margin, so every stake below 1 is safe. */
export const withHarm = (bound: HarmBound, { candidate, incumbent, harm }: Harm, margin: number): HarmBound => {
  const limit = usable(margin);
  return {
    items: bound.items + 1,
    candidateTotal: bound.candidateTotal + candidate,
    incumbentTotal: bound.incumbentTotal + incumbent,
    within: withPayoff(harmWagers, bound.within, (limit - harm) / (1 - limit)),
    breached: withPayoff(harmWagers, bound.breached, (harm - limit) / (1 + limit)),
  };
};

/** Where the guardrail stands, each answer wrong with probability at most alpha however often one looks. */
export const harmStatus = ({ within, breached }: HarmBound, alpha: number): Exclude<GuardrailStatus, 'off'> => {
  if (reaches(harmWagers, breached, -Math.log(alpha))) return 'breached';
  return reaches(harmWagers, within, -Math.log(alpha)) ? 'within' : 'open';
};

/** True where more harm was seen than the margin allows, proven or not. */
export const seenAbove = ({ items, candidateTotal, incumbentTotal }: HarmBound, margin: number): boolean =>
  candidateTotal - incumbentTotal > margin * items;

/** All that is needed to recompute the status. */
export const harmEvidence = (bound: HarmBound, margin: number | null, alpha: number): HarmBoundEvidence => ({
  status: margin === null ? 'off' : harmStatus(bound, alpha),
  margin,
  items: bound.items,
  candidateTotal: bound.candidateTotal,
  incumbentTotal: bound.incumbentTotal,
  logWithin: bound.items === 0 ? 0 : mixtureLogWealth(harmWagers, bound.within),
  logBreached: bound.items === 0 ? 0 : mixtureLogWealth(harmWagers, bound.breached),
  logThreshold: -Math.log(alpha),
});
