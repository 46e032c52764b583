import type { GateState } from './gate.js';
import type { GateMetric } from './gate-policy.js';
import { guardStandings, type GuardBreach, type GuardStanding } from '../guards/guards.js';
import { tripwireStatuses } from '../guards/tripwire.js';
import type { VerdictCode, VerdictEvidence } from './verdict.js';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const better: Readonly<Record<GateMetric, string>> = {
  solve_rate: 'solves more',
  score: 'scores higher',
  pass_k: 'solves more items in every run',
  calibration: 'is better calibrated',
};

const gained: Readonly<Record<GateMetric, string>> = {
  solve_rate: 'A gain',
  score: 'A gain in score',
  pass_k: 'A gain in pass^k',
  calibration: 'A gain in calibration',
};

const identical: Readonly<Record<GateMetric, string>> = {
  solve_rate: 'solved the same items',
  score: 'scored the same',
  pass_k: 'solved the same items in every run',
  calibration: 'were calibrated the same',
};

const worse: Readonly<Record<GuardBreach, (standing: GuardStanding) => string>> = {
  latency_breached: () => 'is slower than',
  tokens_breached: () => 'takes more tokens than',
  cost_breached: () => 'costs more than',
  calibration_breached: () => 'is worse calibrated than',
  solve_rate_breached: () => 'solves fewer items than',
  slice_breached: ({ called }) => `is worse on ${called} than`,
};

const breachOf = ({ policy, guards }: GateState, seen: string): string => {
  const standing = guardStandings(policy, guards).find(({ status }) => status === 'breached');
  if (standing === undefined) return '';
  return `The candidate ${worse[standing.breach](standing)} the margin of ${percent(standing.margin ?? 0)} allows, ${seen}.`;
};

const nothingCompared = (called: string): string =>
  called === 'calibration' ? 'no item has a confidence of both sides' : 'no pair is of it';

/** What kept a proven candidate from being promoted: guardrails that were not shown, and wires that nearly tripped. */
const openOnes = ({ policy, guards, tripwires }: GateState): string => {
  const items: Readonly<Record<string, number>> = {
    calibration: guards.calibration.items,
    ...Object.fromEntries(
      policy.slices.map(({ name }, index) => [`slice "${name}"`, guards.slices[index]?.items ?? 0]),
    ),
  };
  const standings = guardStandings(policy, guards).filter(({ status }) => status === 'open');
  const wires = tripwireStatuses(policy, tripwires);
  return [
    ...standings.map(({ called }) => (items[called] === 0 ? `${called} (${nothingCompared(called)})` : called)),
    ...(wires.refusal === 'open' ? ['the share of refusals'] : []),
    ...(wires.length === 'open' ? ['the length of the answers'] : []),
  ].join(' and ');
};

/** Why, in a sentence. It says counts and e-values, never a gain. */
export const reasonOf = (code: VerdictCode, state: GateState, { logEValue, logThreshold }: VerdictEvidence): string => {
  const { pairs, wins, losses, policy, tripwires } = state;
  const seen = `after ${pairs} pairs, ${wins} won and ${losses} lost`;
  const evidence = `e-value ${Math.exp(logEValue).toPrecision(3)} of ${Math.exp(logThreshold).toPrecision(3)} needed`;
  const reasons: Readonly<Record<Exclude<VerdictCode, GuardBreach>, string>> = {
    proven_better: `The candidate ${better[policy.metric]}: ${seen}, ${evidence}.`,
    hopeless: `${gained[policy.metric]} of ${percent(policy.minGain)} would hardly be proven any more: ${seen}, ${evidence}.`,
    identical: `Candidate and incumbent ${identical[policy.metric]} in all ${pairs} pairs.`,
    guardrail_open: `The candidate ${better[policy.metric]}, but ${openOnes(state)} could not be shown to stay within the margin, ${seen}.`,
    not_proven: `No gain was proven with the pairs there are: ${seen}, ${evidence}.`,
    undecided: `The comparison has not ended: ${seen}, ${evidence}.`,
    tripwire_refusal: `Tripwire refusal: the candidate declines to answer more often than the margin of ${percent(policy.refusalMargin ?? 0)} allows, ${seen}.`,
    tripwire_length: `Tripwire length: the candidate's answers are longer than the margin of ${percent(policy.lengthMargin ?? 0)} allows, ${seen}.`,
    tripwire_scorer: `Tripwire scorer: the candidate reached for what scores it on ${tripwires.touches} of ${pairs} items.`,
  };
  return code in reasons ? reasons[code as Exclude<VerdictCode, GuardBreach>] : breachOf(state, seen);
};
