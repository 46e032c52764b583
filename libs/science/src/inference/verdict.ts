import type { GatePolicy } from './gate-policy.js';
import { checkpointOf, guardrailsOf, type GateCheckpoint, type GateEnd, type GateState } from './gate.js';
import { gainInterval } from './gain-interval.js';
import { guardrailEvidence, latencyLimit, type GuardrailEvidence } from './guardrail.js';
import type { Interval } from './intervals.js';
import { wagersOf, type Wager } from './wager.js';

export type VerdictOutcome = 'promoted' | 'rejected' | 'held';

/** Why, in one word; `reason` says it in a sentence. */
export type VerdictCode = 'proven_better' | 'hopeless' | 'latency_breached' | 'tokens_breached' | 'identical' | 'guardrail_open' | 'not_proven' | 'undecided';

/** All that is needed to recompute a verdict from the pairs. */
export interface VerdictEvidence {
  readonly policy: GatePolicy;
  /** The error that this comparison spent. */
  readonly alphaSpent: number;
  /** The e-value that proves the candidate better: log(1 / alpha). */
  readonly logThreshold: number;
  /** The prior of the e-value: see `logEValue`. */
  readonly wagers: readonly Wager[];
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly candidateSolved: number;
  readonly incumbentSolved: number;
  readonly logEValue: number;
  /** Pairs after which the e-value first reached the threshold. */
  readonly provenAt: number | null;
  readonly path: readonly GateCheckpoint[];
  /** Gain in solve rate, seen on these pairs. */
  readonly gain: number;
  readonly gainInterval: Interval;
  readonly latency: GuardrailEvidence;
  readonly tokens: GuardrailEvidence;
}

export interface Verdict {
  readonly outcome: VerdictOutcome;
  readonly code: VerdictCode;
  readonly reason: string;
  readonly evidence: VerdictEvidence;
}

const evidenceOf = (state: GateState): VerdictEvidence => {
  const { policy, pairs, wins, losses, bothSolved } = state;
  const wagers = wagersOf(policy);
  return {
    policy,
    alphaSpent: policy.alpha,
    logThreshold: -Math.log(policy.alpha),
    wagers,
    pairs,
    wins,
    losses,
    ties: pairs - wins - losses,
    candidateSolved: bothSolved + wins,
    incumbentSolved: bothSolved + losses,
    logEValue: checkpointOf(state).logEValue,
    provenAt: state.provenAt,
    path: state.path,
    gain: pairs === 0 ? 0 : (wins - losses) / pairs,
    gainInterval: gainInterval(wagers, state),
    latency: guardrailEvidence(state.latency, policy.latencyMargin, latencyLimit(policy.latencyMargin ?? 0), policy.guardrailAlpha),
    tokens: guardrailEvidence(state.tokens, policy.tokensMargin, 0, policy.guardrailAlpha),
  };
};

const codeWhenOut = ({ wins, losses, provenAt }: GateState): VerdictCode => {
  if (provenAt !== null) return 'guardrail_open';
  return wins + losses === 0 ? 'identical' : 'not_proven';
};

const codeOf = (state: GateState): VerdictCode => {
  const end: GateEnd | null = state.end;
  if (end === null) return 'undecided';
  if (end === 'out_of_pairs') return codeWhenOut(state);
  return end === 'hopeless' && state.wins + state.losses === 0 ? 'identical' : end;
};

const outcomes: Readonly<Record<VerdictCode, VerdictOutcome>> = {
  proven_better: 'promoted',
  hopeless: 'rejected',
  latency_breached: 'rejected',
  tokens_breached: 'rejected',
  identical: 'rejected',
  guardrail_open: 'held',
  not_proven: 'held',
  undecided: 'held',
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const openGuardrails = (state: GateState): string =>
  Object.entries(guardrailsOf(state))
    .filter(([, status]) => status === 'open')
    .map(([name]) => name)
    .join(' and ');

const reasonOf = (code: VerdictCode, state: GateState, { gain, logEValue, logThreshold }: VerdictEvidence): string => {
  const { pairs, wins, losses, policy } = state;
  const seen = `after ${pairs} pairs, ${wins} won and ${losses} lost`;
  const evidence = `e-value ${Math.exp(logEValue).toPrecision(3)} of ${Math.exp(logThreshold).toPrecision(3)} needed`;
  const reasons: Readonly<Record<VerdictCode, string>> = {
    proven_better: `The candidate solves more: ${seen} (${percent(gain)}), ${evidence}.`,
    hopeless: `A gain of ${percent(policy.minGain)} would hardly be proven any more: ${seen}, ${evidence}.`,
    latency_breached: `The candidate is slower than the margin of ${percent(policy.latencyMargin ?? 0)} allows, ${seen}.`,
    tokens_breached: `The candidate takes more tokens than the margin of ${percent(policy.tokensMargin ?? 0)} allows, ${seen}.`,
    identical: `Candidate and incumbent solved the same items in all ${pairs} pairs.`,
    guardrail_open: `The candidate solves more, but ${openGuardrails(state)} could not be shown to stay within the margin, ${seen}.`,
    not_proven: `No gain was proven with the pairs there are: ${seen}, ${evidence}.`,
    undecided: `The comparison has not ended: ${seen}, ${evidence}.`,
  };
  return reasons[code];
};

/** What the gate says, with everything that is needed to say it again. A comparison that has not ended is held. */
export const verdict = (state: GateState): Verdict => {
  const code = codeOf(state);
  const evidence = evidenceOf(state);
  return { outcome: outcomes[code], code, reason: reasonOf(code, state, evidence), evidence };
};
