import { checkpointOf, type GateCheckpoint, type GateEnd, type GateState } from './gate.js';
import type { GatePolicy } from './gate-policy.js';
import { guardsEvidence, type GuardsEvidence } from '../guards/guards.js';
import { tripwireEvidence, type TripwireEvidence } from '../guards/tripwire.js';
import { reasonOf } from './verdict-reason.js';
import { wagersOf, type Wager } from '../betting/wager.js';

export type VerdictOutcome = 'promoted' | 'rejected' | 'held';

/** Why, in one word; `reason` says it in a sentence. */
export type VerdictCode =
  Exclude<GateEnd, 'out_of_pairs'> | 'identical' | 'guardrail_open' | 'not_proven' | 'undecided';

/**
 * All that is needed to recompute a verdict from the pairs. It names no gain: what was seen on the pairs that the verdict chose to stop at is too
 * high in the mean. See `honestGain`.
 */
export interface VerdictEvidence extends GuardsEvidence {
  readonly policy: GatePolicy;
  /** The error that this comparison spent. */
  readonly alphaSpent: number;
  /** The e-value that proves the candidate better: log(1 / alpha). */
  readonly logThreshold: number;
  /** The prior of the e-value: see `logEValue` and `withPayoff`. */
  readonly wagers: readonly Wager[];
  readonly pairs: number;
  /** Pairs on which the candidate's value is higher. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Sum of the candidate's values: where they are binary, the items that it solved. */
  readonly candidateTotal: number;
  readonly incumbentTotal: number;
  /** Sum of the squared differences. */
  readonly squares: number;
  readonly logEValue: number;
  /** Pairs after which the e-value first reached the threshold. */
  readonly provenAt: number | null;
  readonly path: readonly GateCheckpoint[];
  readonly tripwires: TripwireEvidence;
}

export interface Verdict {
  readonly outcome: VerdictOutcome;
  readonly code: VerdictCode;
  readonly reason: string;
  readonly evidence: VerdictEvidence;
}

const evidenceOf = (state: GateState): VerdictEvidence => {
  const { policy, pairs, wins, losses } = state;
  return {
    policy,
    alphaSpent: policy.alpha,
    logThreshold: -Math.log(policy.alpha),
    wagers: wagersOf(policy),
    pairs,
    wins,
    losses,
    ties: pairs - wins - losses,
    candidateTotal: state.candidateTotal,
    incumbentTotal: state.incumbentTotal,
    squares: state.squares,
    logEValue: checkpointOf(state).logEValue,
    provenAt: state.provenAt,
    path: state.path,
    ...guardsEvidence(policy, state.guards),
    tripwires: tripwireEvidence(policy, state.tripwires),
  };
};

const codeWhenOut = ({ wins, losses, provenAt }: GateState): VerdictCode => {
  if (provenAt !== null) return 'guardrail_open';
  return wins + losses === 0 ? 'identical' : 'not_proven';
};

const codeOf = (state: GateState): VerdictCode => {
  const { end } = state;
  if (end === null) return 'undecided';
  if (end === 'out_of_pairs') return codeWhenOut(state);
  return end === 'hopeless' && state.wins + state.losses === 0 ? 'identical' : end;
};

const held: ReadonlySet<VerdictCode> = new Set<VerdictCode>(['guardrail_open', 'not_proven', 'undecided']);

const outcomeOf = (code: VerdictCode): VerdictOutcome => {
  if (code === 'proven_better') return 'promoted';
  return held.has(code) ? 'held' : 'rejected';
};

/** What the gate says, with everything that is needed to say it again. A comparison that has not ended is held. */
export const verdict = (state: GateState): Verdict => {
  const code = codeOf(state);
  const evidence = evidenceOf(state);
  return { outcome: outcomeOf(code), code, reason: reasonOf(code, state, evidence), evidence };
};
