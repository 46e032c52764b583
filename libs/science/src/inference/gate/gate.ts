import { isHopeless, pairCountsOf } from './futility.js';
import { checkPair, type GatePair } from './gate-pair.js';
import { isBinary, type GatePolicy } from './gate-policy.js';
import { guardStandings, noGuards, withGuards, type GuardBreach, type Guards } from '../guards/guards.js';
import { mixtureLogWealth, noWealth, reaches, withPayoff } from '../betting/mixture.js';
import { noTripwires, tripwireStatuses, withTripwires, type Tripwires } from '../guards/tripwire.js';
import { logEValue, wagersOf } from '../betting/wager.js';
import { winsNeededFor } from './wins-needed.js';

export type GateStatus = 'undecided' | 'superior' | 'futile' | 'exhausted';

/** Why a comparison ended. */
export type GateEnd =
  | 'proven_better'
  | 'hopeless'
  | 'out_of_pairs'
  | GuardBreach
  | 'tripwire_refusal'
  | 'tripwire_length'
  | 'tripwire_scorer';

/** A point of the path of the e-value. */
export interface GateCheckpoint {
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
  readonly logEValue: number;
}

/** A comparison under way. Plain data: it can be stored, and another process can go on with it. */
export interface GateState {
  readonly policy: GatePolicy;
  readonly status: GateStatus;
  readonly end: GateEnd | null;
  readonly pairs: number;
  /** Pairs on which the candidate's value is higher. */
  readonly wins: number;
  /** Pairs on which the incumbent's value is higher. */
  readonly losses: number;
  /** Sum of the candidate's values. */
  readonly candidateTotal: number;
  /** Sum of the incumbent's values. */
  readonly incumbentTotal: number;
  /** Sum of the squared differences. */
  readonly squares: number;
  /** Log wealth of each of the policy's stakes; empty where values are binary, since wins and losses say it. */
  readonly logWealth: readonly number[];
  /** Pairs after which the e-value first reached 1/alpha; null while it has not. */
  readonly provenAt: number | null;
  readonly guards: Guards;
  readonly tripwires: Tripwires;
  readonly path: readonly GateCheckpoint[];
}

export const gateInitial = (policy: GatePolicy): GateState => ({
  policy,
  status: 'undecided',
  end: null,
  pairs: 0,
  wins: 0,
  losses: 0,
  candidateTotal: 0,
  incumbentTotal: 0,
  squares: 0,
  logWealth: isBinary(policy) ? [] : noWealth(wagersOf(policy)),
  provenAt: null,
  guards: noGuards(policy),
  tripwires: noTripwires,
  path: [],
});

const logEValueOf = ({ policy, wins, losses, logWealth }: GateState): number =>
  isBinary(policy) ? logEValue(wagersOf(policy), wins, losses) : mixtureLogWealth(wagersOf(policy), logWealth);

export const checkpointOf = (state: GateState): GateCheckpoint => ({
  pairs: state.pairs,
  wins: state.wins,
  losses: state.losses,
  logEValue: logEValueOf(state),
});

/** Ten pairs apart at first, then a quarter of the way further each time: a path of any length stays short. */
const isCheckpoint = (pairs: number, last: GateCheckpoint | undefined): boolean =>
  pairs >= Math.max((last?.pairs ?? 0) + 10, Math.ceil((last?.pairs ?? 0) * 1.25));

/** Field by field: a spread would cost more than all the rest of a step. */
const counted = (state: GateState, pair: GatePair): GateState => {
  const { policy } = state;
  const difference = pair.candidate.value - pair.incumbent.value;
  return {
    policy,
    status: state.status,
    end: state.end,
    pairs: state.pairs + 1,
    wins: state.wins + Number(difference > 0),
    losses: state.losses + Number(difference < 0),
    candidateTotal: state.candidateTotal + pair.candidate.value,
    incumbentTotal: state.incumbentTotal + pair.incumbent.value,
    squares: state.squares + difference * difference,
    logWealth: isBinary(policy) ? state.logWealth : withPayoff(wagersOf(policy), state.logWealth, difference),
    provenAt: state.provenAt,
    guards: withGuards(policy, state.guards, pair),
    tripwires: withTripwires(policy, state.tripwires, pair),
    path: state.path,
  };
};

/** The e-value is at least 1/alpha. */
const isProven = (state: GateState): boolean => {
  const { policy, wins, losses } = state;
  return isBinary(policy)
    ? wins >= winsNeededFor(policy)(wins + losses)
    : reaches(wagersOf(policy), state.logWealth, -Math.log(policy.alpha));
};

const guardedEnd = ({ policy, provenAt, guards, tripwires }: GateState): GateEnd | null => {
  const wires = tripwireStatuses(policy, tripwires);
  if (wires.refusal === 'tripped') return 'tripwire_refusal';
  if (wires.length === 'tripped') return 'tripwire_length';
  const standings = guardStandings(policy, guards);
  const breached = standings.find(({ status }) => status === 'breached');
  if (breached !== undefined) return breached.breach;
  if (provenAt === null || wires.refusal === 'open' || wires.length === 'open') return null;
  return standings.every(({ status }) => status !== 'open') ? 'proven_better' : null;
};

const endOf = (state: GateState): GateEnd | null => {
  const { policy, pairs, provenAt } = state;
  if (state.tripwires.touches > 0) return 'tripwire_scorer';
  const end = pairs < policy.minPairs ? null : guardedEnd(state);
  if (end !== null) return end;
  if (pairs >= policy.maxPairs) return 'out_of_pairs';
  return provenAt === null && isHopeless(policy, pairCountsOf(state), state.wins) ? 'hopeless' : null;
};

const statusAt = (end: GateEnd | null): GateStatus => {
  if (end === null) return 'undecided';
  if (end === 'proven_better') return 'superior';
  return end === 'out_of_pairs' ? 'exhausted' : 'futile';
};

const judged = (state: GateState): GateState => {
  const { pairs } = state;
  const provenNow = state.provenAt === null && isProven(state);
  const proven = provenNow ? { ...state, provenAt: pairs } : state;
  const end = endOf(proven);
  if (end === null && !provenNow && !isCheckpoint(pairs, state.path.at(-1))) return proven;
  return { ...proven, end, status: statusAt(end), path: [...state.path, checkpointOf(state)] };
};

/**
 * One more pair, in the order that the seed fixed. Constant work: where values are binary the e-value's test is a comparison with a table,
 * elsewhere a bet on the difference by each stake. A comparison that has ended stays as it is. Throws `invalid_argument`, naming the field,
 * for a measurement that is not finite or out of its range.
 */
export const gateStep = (state: GateState, pair: GatePair): GateState => {
  if (state.status !== 'undecided') return state;
  checkPair(pair, isBinary(state.policy));
  return judged(counted(state, pair));
};
