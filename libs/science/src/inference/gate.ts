import { DomainError } from '@ao/kernel';
import { isHopeless } from './futility.js';
import type { GatePolicy } from './gate-policy.js';
import { guardrailStatus, latencyContrast, latencyLimit, noGuardrail, tokensContrast, withPair, type Guardrail, type GuardrailStatus } from './guardrail.js';
import { logEValue, wagersOf } from './wager.js';
import { winsNeededFor } from './wins-needed.js';

/** One side of a pair: what an episode on the item gave. Tokens are in and out together. */
export interface GateOutcome {
  readonly solved: boolean;
  readonly latencyMs: number;
  readonly tokens: number;
}

/** Candidate and incumbent on the same item. */
export interface GatePair {
  readonly candidate: GateOutcome;
  readonly incumbent: GateOutcome;
}

export type GateStatus = 'undecided' | 'superior' | 'futile' | 'exhausted';

/** Why a comparison ended. */
export type GateEnd = 'proven_better' | 'hopeless' | 'latency_breached' | 'tokens_breached' | 'out_of_pairs';

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
  /** Pairs that only the candidate solved. */
  readonly wins: number;
  /** Pairs that only the incumbent solved. */
  readonly losses: number;
  /** Pairs that both solved. */
  readonly bothSolved: number;
  /** Pairs after which the e-value first reached 1/alpha; null while it has not. */
  readonly provenAt: number | null;
  readonly latency: Guardrail;
  readonly tokens: Guardrail;
  readonly path: readonly GateCheckpoint[];
}

export const gateInitial = (policy: GatePolicy): GateState => ({
  policy,
  status: 'undecided',
  end: null,
  pairs: 0,
  wins: 0,
  losses: 0,
  bothSolved: 0,
  provenAt: null,
  latency: noGuardrail,
  tokens: noGuardrail,
  path: [],
});

export const checkpointOf = ({ policy, pairs, wins, losses }: GateState): GateCheckpoint => ({ pairs, wins, losses, logEValue: logEValue(wagersOf(policy), wins, losses) });

/** Ten pairs apart at first, then a quarter of the way further each time: a path of any length stays short. */
const isCheckpoint = (pairs: number, last: GateCheckpoint | undefined): boolean => pairs >= Math.max((last?.pairs ?? 0) + 10, Math.ceil((last?.pairs ?? 0) * 1.25));

const measured = (path: string, value: number): void => {
  if (!(value >= 0 && value < Infinity)) throw new DomainError('invalid_argument', `${path} must be a finite number of at least 0, not ${value}`);
};

const checkPair = ({ candidate, incumbent }: GatePair): void => {
  measured('candidate.latencyMs', candidate.latencyMs);
  measured('incumbent.latencyMs', incumbent.latencyMs);
  measured('candidate.tokens', candidate.tokens);
  measured('incumbent.tokens', incumbent.tokens);
};

/** Field by field: a spread would cost more than all the rest of a step. */
const counted = (state: GateState, { candidate, incumbent }: GatePair): GateState => {
  const { policy, latency, tokens } = state;
  const latencyValue = latencyContrast(candidate.latencyMs, incumbent.latencyMs, policy.latencyFloorMs);
  return {
    policy,
    status: state.status,
    end: state.end,
    pairs: state.pairs + 1,
    wins: state.wins + Number(candidate.solved && !incumbent.solved),
    losses: state.losses + Number(incumbent.solved && !candidate.solved),
    bothSolved: state.bothSolved + Number(candidate.solved && incumbent.solved),
    provenAt: state.provenAt,
    latency: withPair(latency, candidate.latencyMs, incumbent.latencyMs, latencyValue),
    tokens: withPair(tokens, candidate.tokens, incumbent.tokens, tokensContrast(candidate.tokens, incumbent.tokens, policy.tokensMargin ?? 0)),
    path: state.path,
  };
};

/** Where both guardrails stand now. */
export const guardrailsOf = ({ policy, latency, tokens }: GateState): { readonly latency: GuardrailStatus; readonly tokens: GuardrailStatus } => ({
  latency: policy.latencyMargin === null ? 'off' : guardrailStatus(latency, latencyLimit(policy.latencyMargin), policy.guardrailAlpha),
  tokens: policy.tokensMargin === null ? 'off' : guardrailStatus(tokens, 0, policy.guardrailAlpha),
});

const holds = (status: GuardrailStatus): boolean => status === 'off' || status === 'within';

const guardedEnd = (state: GateState): GateEnd | null => {
  const { latency, tokens } = guardrailsOf(state);
  if (latency === 'breached') return 'latency_breached';
  if (tokens === 'breached') return 'tokens_breached';
  return state.provenAt !== null && holds(latency) && holds(tokens) ? 'proven_better' : null;
};

const endOf = (state: GateState): GateEnd | null => {
  const { policy, pairs, provenAt } = state;
  const end = pairs < policy.minPairs ? null : guardedEnd(state);
  if (end !== null) return end;
  if (pairs >= policy.maxPairs) return 'out_of_pairs';
  return provenAt === null && isHopeless(policy, state) ? 'hopeless' : null;
};

const statusAt: Readonly<Record<GateEnd, GateStatus>> = {
  proven_better: 'superior',
  hopeless: 'futile',
  latency_breached: 'futile',
  tokens_breached: 'futile',
  out_of_pairs: 'exhausted',
};

const judged = (state: GateState): GateState => {
  const { policy, pairs, wins, losses } = state;
  const provenNow = state.provenAt === null && wins >= winsNeededFor(policy)(wins + losses);
  const proven = provenNow ? { ...state, provenAt: pairs } : state;
  const end = endOf(proven);
  if (end === null && !provenNow && !isCheckpoint(pairs, state.path.at(-1))) return proven;
  return { ...proven, end, status: end === null ? 'undecided' : statusAt[end], path: [...state.path, checkpointOf(state)] };
};

/**
 * One more pair, in the order that the seed fixed. Constant work: the e-value's test is a comparison with a table. A comparison that has
 * ended stays as it is. Throws `invalid_argument` for a latency or token count that is negative or not finite.
 */
export const gateStep = (state: GateState, pair: GatePair): GateState => {
  if (state.status !== 'undecided') return state;
  checkPair(pair);
  return judged(counted(state, pair));
};
