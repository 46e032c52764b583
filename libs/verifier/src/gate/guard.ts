import { contrastOf, halfWidthOf, type Contrast } from '../statistics/confidence-sequence.js';
import { sum } from '../statistics/numbers.js';
import { evenly, wealthOf } from '../statistics/wealth.js';
import type { Pair } from './item.js';

/** What a guard reads off a pair: both sides for its totals, and the value that is judged. */
export interface Reading {
  readonly candidate: number;
  readonly incumbent: number;
  readonly value: number;
}

/** What is guarded. */
export interface GuardRule {
  /** The code of a verdict that it settles. */
  readonly breach: string;
  /** Null: switched off. */
  readonly margin: number | null;
  /** Null: it is not about this item. */
  readonly read: (pair: Pair) => Reading | null;
  /** A tripwire stops what is proven too much, and does not ask for a proof that it is little enough. */
  readonly isTripwire?: boolean;
}

/** off; within or clear: nothing is wrong; open: nothing is proven yet; breached or tripped: proven wrong. */
export type GuardStatus = 'off' | 'within' | 'clear' | 'open' | 'breached' | 'tripped';

/** Where a guard stands, as the evidence of a verdict shows it. */
export interface GuardEvidence {
  readonly status: GuardStatus;
  readonly margin: number | null;
  readonly candidateTotal: number;
  readonly incumbentTotal: number;
}

export interface ContrastEvidence extends GuardEvidence {
  /** The mean contrast must not exceed it. */
  readonly limit: number;
  readonly contrast: Contrast;
  /** Null while there are too few values. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface HarmEvidence extends GuardEvidence {
  readonly items: number;
  /** E-values of "the harm is within the margin" and of "it is not", in logs. */
  readonly logWithin: number;
  readonly logBreached: number;
  readonly logThreshold: number;
}

/** A guard at work. */
export interface Guard<Evidence extends GuardEvidence = GuardEvidence> {
  readonly breach: string;
  readonly add: (pair: Pair) => void;
  readonly evidence: () => Evidence;
}

interface Standing {
  readonly isBreached: boolean;
  readonly isWithin: boolean;
  /** The totals themselves lie beyond the margin, proven or not. */
  readonly isOver: boolean;
}

const statusOf = ({ margin, isTripwire }: GuardRule, { isBreached, isWithin, isOver }: Standing): GuardStatus => {
  if (margin === null) return 'off';
  if (isTripwire) return isBreached ? 'tripped' : isOver ? 'open' : 'clear';
  return isBreached ? 'breached' : isWithin ? 'within' : 'open';
};

/** The readings of the pairs so far. */
const readingsOf = ({ margin, read }: GuardRule) => {
  const readings: Reading[] = [];
  return {
    /** The reading that was added; null: none. */
    add: (pair: Pair): Reading | null => {
      const reading = margin === null ? null : read(pair);
      if (reading === null || Number.isNaN(reading.value)) return null;
      readings.push(reading);
      return reading;
    },
    values: (): readonly number[] => readings.map(({ value }) => value),
    totals: () => ({
      candidateTotal: sum(readings.map(({ candidate }) => candidate)),
      incumbentTotal: sum(readings.map(({ incumbent }) => incumbent)),
    }),
  };
};

/** A guard on a mean of any size: its confidence sequence must lie below the limit (within), or above it (breached). */
export const contrastGuard = (rule: GuardRule, limit: number, alpha: number): Guard<ContrastEvidence> => {
  const readings = readingsOf(rule);
  return {
    breach: rule.breach,
    add: (pair) => void readings.add(pair),
    evidence: () => {
      const contrast = contrastOf(readings.values());
      const width = halfWidthOf(contrast, alpha);
      const [low, high] = [contrast.mean - width, contrast.mean + width];
      const status = statusOf(rule, { isBreached: low > limit, isWithin: high <= limit, isOver: contrast.mean > 0 });
      const interval = width === Infinity ? { low: null, high: null } : { low, high };
      return { status, margin: rule.margin, ...readings.totals(), limit, contrast, ...interval };
    },
  };
};

/** A margin of 1 allows everything; a little less keeps the bets finite. */
const greatestMargin = 0.99;

/** A guard on a mean harm in [-1, 1]: two bettors, one against "it exceeds the margin", one against "it does not". */
export const harmGuard = (rule: GuardRule, alpha: number): Guard<HarmEvidence> => {
  const readings = readingsOf(rule);
  const [within, breached] = [wealthOf(evenly(0, 1, 1)), wealthOf(evenly(0, 1, 1))];
  const margin = rule.margin ?? 0;
  const allowed = Math.min(margin, greatestMargin);
  const logThreshold = -Math.log(alpha);
  return {
    breach: rule.breach,
    add: (pair) => {
      const reading = readings.add(pair);
      if (reading === null) return;
      // Payoffs in [-1, ...): the greatest loss of a bet is its stake.
      within.add((allowed - reading.value) / (1 - allowed));
      breached.add((reading.value - allowed) / (1 + allowed));
    },
    evidence: () => {
      const [logWithin, logBreached, items] = [within.log(), breached.log(), readings.values().length];
      const totals = readings.totals();
      const status = statusOf(rule, {
        isBreached: logBreached >= logThreshold,
        isWithin: logWithin >= logThreshold,
        isOver: totals.candidateTotal - totals.incumbentTotal > margin * items,
      });
      return { status, margin: rule.margin, ...totals, items, logWithin, logBreached, logThreshold };
    },
  };
};
