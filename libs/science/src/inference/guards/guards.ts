import type { GatePair } from '../gate/gate-pair.js';
import type { GatePolicy } from '../gate/gate-policy.js';
import {
  guardrailEvidence,
  guardrailStatus,
  latencyContrast,
  latencyLimit,
  noGuardrail,
  withAmounts,
  withPair,
  type Guardrail,
  type GuardrailEvidence,
  type GuardrailStatus,
} from './guardrail.js';
import { harmEvidence, harmStatus, noHarm, withHarm, type HarmBound, type HarmBoundEvidence } from './harm-bound.js';

/** What a candidate must not make worse, whatever it gains. */
export interface Guards {
  readonly latency: Guardrail;
  readonly tokens: Guardrail;
  readonly cost: Guardrail;
  /** Brier's score, on items where both sides say a confidence. */
  readonly calibration: HarmBound;
  /** Guarded where the metric is calibration. */
  readonly solveRate: HarmBound;
  /** The metric on each of the policy's slices, in their order. */
  readonly slices: readonly HarmBound[];
}

export interface GuardsEvidence {
  readonly latency: GuardrailEvidence;
  readonly tokens: GuardrailEvidence;
  readonly cost: GuardrailEvidence;
  readonly calibration: HarmBoundEvidence;
  readonly solveRate: HarmBoundEvidence;
  readonly slices: readonly (HarmBoundEvidence & { readonly name: string })[];
}

export type GuardBreach =
  | 'latency_breached'
  | 'tokens_breached'
  | 'cost_breached'
  | 'calibration_breached'
  | 'solve_rate_breached'
  | 'slice_breached';

/** One guardrail where it stands. */
export interface GuardStanding {
  readonly breach: GuardBreach;
  /** What a sentence calls it. */
  readonly called: string;
  readonly margin: number | null;
  readonly status: GuardrailStatus;
}

export const noGuards = ({ slices }: GatePolicy): Guards => ({
  latency: noGuardrail,
  tokens: noGuardrail,
  cost: noGuardrail,
  calibration: noHarm,
  solveRate: noHarm,
  slices: slices.map(() => noHarm),
});

const solveMarginOf = ({ metric, solveMargin }: GatePolicy): number | null =>
  metric === 'calibration' ? solveMargin : null;

const latencyAfter = (
  { latencyMargin, latencyFloorMs }: GatePolicy,
  { latency }: Guards,
  candidateMs: number,
  incumbentMs: number,
): Guardrail =>
  latencyMargin === null
    ? latency
    : withPair(latency, candidateMs, incumbentMs, latencyContrast(candidateMs, incumbentMs, latencyFloorMs));

const calibrationAfter = (
  { calibrationMargin }: GatePolicy,
  { calibration }: Guards,
  candidate: number | null,
  incumbent: number | null,
): HarmBound =>
  calibrationMargin === null || candidate === null || incumbent === null
    ? calibration
    : withHarm(calibration, { candidate, incumbent, harm: candidate - incumbent }, calibrationMargin);

const solveRateAfter = (policy: GatePolicy, { solveRate }: Guards, candidate: number, incumbent: number): HarmBound => {
  const margin = solveMarginOf(policy);
  return margin === null
    ? solveRate
    : withHarm(solveRate, { candidate, incumbent, harm: incumbent - candidate }, margin);
};

const slicesAfter = (
  policy: GatePolicy,
  { slices }: Guards,
  { candidate, incumbent, slice }: GatePair,
): readonly HarmBound[] => {
  const place = policy.slices.findIndex(({ name }) => name === slice);
  if (place < 0) return slices;
  const harm = { candidate: candidate.value, incumbent: incumbent.value, harm: incumbent.value - candidate.value };
  return slices.map((bound, index) =>
    index === place ? withHarm(bound, harm, policy.slices[place]?.margin ?? 0) : bound,
  );
};

/** True where no guardrail is on: a comparison of nothing but the metric costs no more than that. */
const isUnguarded = (policy: GatePolicy): boolean =>
  policy.latencyMargin === null &&
  policy.tokensMargin === null &&
  policy.costMargin === null &&
  policy.calibrationMargin === null &&
  policy.slices.length === 0 &&
  solveMarginOf(policy) === null;

/** One more pair. A guardrail that is off records nothing. */
export const withGuards = (policy: GatePolicy, guards: Guards, pair: GatePair): Guards => {
  if (isUnguarded(policy)) return guards;
  const { candidate, incumbent } = pair;
  return {
    latency: latencyAfter(policy, guards, candidate.latencyMs, incumbent.latencyMs),
    tokens: withAmounts(guards.tokens, candidate.tokens, incumbent.tokens, policy.tokensMargin),
    cost: withAmounts(guards.cost, candidate.costMicros, incumbent.costMicros, policy.costMargin),
    calibration: calibrationAfter(policy, guards, candidate.loss, incumbent.loss),
    solveRate: solveRateAfter(policy, guards, candidate.solved, incumbent.solved),
    slices: slicesAfter(policy, guards, pair),
  };
};

const amountStatus = (policy: GatePolicy, guardrail: Guardrail, margin: number | null, limit = 0): GuardrailStatus =>
  margin === null ? 'off' : guardrailStatus(guardrail, limit, policy.guardrailAlpha);

const boundStatus = (policy: GatePolicy, bound: HarmBound, margin: number | null): GuardrailStatus =>
  margin === null ? 'off' : harmStatus(bound, policy.guardrailAlpha);

const latencyLimitOf = ({ latencyMargin }: GatePolicy): number => latencyLimit(latencyMargin ?? 0);

const everyStanding = (policy: GatePolicy, guards: Guards): readonly GuardStanding[] => [
  {
    breach: 'latency_breached',
    called: 'latency',
    margin: policy.latencyMargin,
    status: amountStatus(policy, guards.latency, policy.latencyMargin, latencyLimitOf(policy)),
  },
  {
    breach: 'tokens_breached',
    called: 'tokens',
    margin: policy.tokensMargin,
    status: amountStatus(policy, guards.tokens, policy.tokensMargin),
  },
  {
    breach: 'cost_breached',
    called: 'cost',
    margin: policy.costMargin,
    status: amountStatus(policy, guards.cost, policy.costMargin),
  },
  {
    breach: 'calibration_breached',
    called: 'calibration',
    margin: policy.calibrationMargin,
    status: boundStatus(policy, guards.calibration, policy.calibrationMargin),
  },
  {
    breach: 'solve_rate_breached',
    called: 'the solve rate',
    margin: solveMarginOf(policy),
    status: boundStatus(policy, guards.solveRate, solveMarginOf(policy)),
  },
  ...policy.slices.map(({ name, margin }, index) => ({
    breach: 'slice_breached' as const,
    called: `slice "${name}"`,
    margin,
    status: boundStatus(policy, guards.slices[index] ?? noHarm, margin),
  })),
];

/** Where every guardrail stands, in the order in which a breach is named; empty where none is on. */
export const guardStandings = (policy: GatePolicy, guards: Guards): readonly GuardStanding[] =>
  isUnguarded(policy) ? [] : everyStanding(policy, guards);

/** All that is needed to recompute every guardrail's status. */
export const guardsEvidence = (policy: GatePolicy, guards: Guards): GuardsEvidence => ({
  latency: guardrailEvidence(guards.latency, policy.latencyMargin, latencyLimitOf(policy), policy.guardrailAlpha),
  tokens: guardrailEvidence(guards.tokens, policy.tokensMargin, 0, policy.guardrailAlpha),
  cost: guardrailEvidence(guards.cost, policy.costMargin, 0, policy.guardrailAlpha),
  calibration: harmEvidence(guards.calibration, policy.calibrationMargin, policy.guardrailAlpha),
  solveRate: harmEvidence(guards.solveRate, solveMarginOf(policy), policy.guardrailAlpha),
  slices: policy.slices.map(({ name, margin }, index) => ({
    name,
    ...harmEvidence(guards.slices[index] ?? noHarm, margin, policy.guardrailAlpha),
  })),
});
