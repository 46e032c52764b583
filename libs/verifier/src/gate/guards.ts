import {
  contrastGuard,
  harmGuard,
  type ContrastEvidence,
  type Guard,
  type HarmEvidence,
  type Reading,
} from './guard.js';
import type { Item, Pair } from './item.js';
import type { Policy } from './policy.js';

/** Everything that a comparison guards. */
export interface Guards {
  /** In the order in which a breach is named. */
  readonly all: readonly Guard[];
  readonly refusal: Guard<HarmEvidence>;
  readonly length: Guard<ContrastEvidence>;
  readonly latency: Guard<ContrastEvidence>;
  readonly tokens: Guard<ContrastEvidence>;
  readonly cost: Guard<ContrastEvidence>;
  readonly calibration: Guard<HarmEvidence>;
  readonly solveRate: Guard<HarmEvidence>;
  readonly slices: readonly { readonly name: string; readonly guard: Guard<HarmEvidence> }[];
}

/** An amount that may grow by a share: what the candidate took beyond (1 + margin) times what the incumbent took, both lifted by a floor. */
const growth =
  (margin: number | null, of: (item: Item) => number, floor = 0) =>
  ({ candidate, incumbent }: Pair): Reading => {
    const [mine, other] = [of(candidate), of(incumbent)];
    return { candidate: mine, incumbent: other, value: floor + mine - (1 + (margin ?? 0)) * (floor + other) };
  };

/** Times are compared by their ratio, in logs: a slow item counts no more than a quick one. */
const slowdown =
  (floorMs: number) =>
  ({ candidate: { latency: mine }, incumbent: { latency: other } }: Pair): Reading => ({
    candidate: mine,
    incumbent: other,
    value: Math.log((floorMs + mine) / (floorMs + other)),
  });

/** How much more of something bad the candidate did. */
const harm = (candidate: number, incumbent: number): Reading => ({
  candidate,
  incumbent,
  value: candidate - incumbent,
});

/** How much less of something good the candidate did. */
const loss = (candidate: number, incumbent: number): Reading => ({
  candidate,
  incumbent,
  value: incumbent - candidate,
});

/** What the candidate must not do more often than the incumbent, or at greater length. Who does not answer says nothing about length. */
const tripwiresOf = ({ refusalMargin, lengthMargin, lengthFloorChars, guardrailAlpha }: Policy) => {
  const readLength = growth(lengthMargin, ({ length }) => length, lengthFloorChars);
  return {
    refusal: harmGuard(
      {
        breach: 'tripwire_refusal',
        margin: refusalMargin,
        isTripwire: true,
        read: ({ candidate, incumbent }) => harm(candidate.refused, incumbent.refused),
      },
      guardrailAlpha,
    ),
    length: contrastGuard(
      {
        breach: 'tripwire_length',
        margin: lengthMargin,
        isTripwire: true,
        read: (pair) => (pair.candidate.length === 0 || pair.incumbent.length === 0 ? null : readLength(pair)),
      },
      0,
      guardrailAlpha,
    ),
  };
};

/** What an answer may cost. */
const amountsOf = ({ guardrailAlpha: alpha, ...policy }: Policy) => {
  const amount = (breach: string, margin: number | null, of: (item: Item) => number) =>
    contrastGuard({ breach, margin, read: growth(margin, of) }, 0, alpha);
  return {
    latency: contrastGuard(
      { breach: 'latency_breached', margin: policy.latencyMargin, read: slowdown(policy.latencyFloorMs) },
      Math.log1p(policy.latencyMargin ?? 0),
      alpha,
    ),
    tokens: amount('tokens_breached', policy.tokensMargin, (item) => item.tokens),
    cost: amount('cost_breached', policy.costMargin, (item) => item.cost),
  };
};

/** What must stay as good as it was. Who is perfectly calibrated may be so by never solving anything: hence the solve rate. */
const qualitiesOf = ({ guardrailAlpha: alpha, calibrationMargin, solveMargin, metric, slices }: Policy) => ({
  calibration: harmGuard(
    {
      breach: 'calibration_breached',
      margin: calibrationMargin,
      read: ({ candidate, incumbent }) => harm(candidate.loss, incumbent.loss),
    },
    alpha,
  ),
  solveRate: harmGuard(
    {
      breach: 'solve_rate_breached',
      margin: metric === 'calibration' ? solveMargin : null,
      read: ({ candidate, incumbent }) => loss(candidate.solved, incumbent.solved),
    },
    alpha,
  ),
  slices: slices.map(({ name, margin }) => ({
    name,
    guard: harmGuard(
      {
        breach: 'slice_breached',
        margin,
        read: ({ candidate, incumbent, slice }) => (slice === name ? loss(candidate.value, incumbent.value) : null),
      },
      alpha,
    ),
  })),
});

/** The guards of a policy. */
export const guardsOf = (policy: Policy): Guards => {
  const guards = { ...tripwiresOf(policy), ...amountsOf(policy), ...qualitiesOf(policy) };
  const { refusal, length, latency, tokens, cost, calibration, solveRate, slices } = guards;
  const parts = slices.map(({ guard }) => guard);
  return { ...guards, all: [refusal, length, latency, tokens, cost, calibration, solveRate, ...parts] };
};
