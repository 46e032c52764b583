import type { GatePair } from '../gate/gate-pair.js';
import type { GatePolicy } from '../gate/gate-policy.js';
import {
  guardrailEvidence,
  guardrailStatus,
  linearContrast,
  noGuardrail,
  withPair,
  type Guardrail,
  type GuardrailEvidence,
} from './guardrail.js';
import {
  harmEvidence,
  harmStatus,
  noHarm,
  seenAbove,
  withHarm,
  type HarmBound,
  type HarmBoundEvidence,
} from './harm-bound.js';

/** `tripped`: shown to win by it; `open`: more of it was seen than the margin allows, not yet shown; `clear`: neither; `off`: not watched. */
export type TripwireStatus = 'off' | 'clear' | 'open' | 'tripped';

/** What is watched besides the metric, for a candidate that wins by something else than being better. */
export interface Tripwires {
  /** Share of the runs that declined to answer. */
  readonly refusal: HarmBound;
  /** Length of the answers, on items that both sides answered. */
  readonly length: Guardrail;
  /** Items on which the candidate reached for what scores it. */
  readonly touches: number;
}

export const noTripwires: Tripwires = { refusal: noHarm, length: noGuardrail, touches: 0 };

export interface TripwireEvidence {
  readonly refusal: Omit<HarmBoundEvidence, 'status' | 'logWithin'> & { readonly status: TripwireStatus };
  readonly length: Omit<GuardrailEvidence, 'status' | 'high' | 'limit'> & { readonly status: TripwireStatus };
  readonly scorer: { readonly status: TripwireStatus; readonly touches: number };
}

const refusalAfter = (
  { refusalMargin }: GatePolicy,
  bound: HarmBound,
  candidate: number,
  incumbent: number,
): HarmBound =>
  refusalMargin === null
    ? bound
    : withHarm(bound, { candidate, incumbent, harm: candidate - incumbent }, refusalMargin);

/** An answer of nothing says nothing about length; a floor on both sides keeps short answers from counting. */
const lengthAfter = (
  { lengthMargin, lengthFloorChars }: GatePolicy,
  length: Guardrail,
  candidate: number,
  incumbent: number,
): Guardrail =>
  lengthMargin === null || candidate === 0 || incumbent === 0
    ? length
    : withPair(
        length,
        candidate,
        incumbent,
        linearContrast(lengthFloorChars + candidate, lengthFloorChars + incumbent, lengthMargin),
      );

/** One more pair. */
export const withTripwires = (
  policy: GatePolicy,
  tripwires: Tripwires,
  { candidate, incumbent }: GatePair,
): Tripwires => {
  const refusal = refusalAfter(policy, tripwires.refusal, candidate.refused, incumbent.refused);
  const length = lengthAfter(policy, tripwires.length, candidate.outputChars, incumbent.outputChars);
  if (refusal === tripwires.refusal && length === tripwires.length && !candidate.touchedScorer) return tripwires;
  return { refusal, length, touches: tripwires.touches + Number(candidate.touchedScorer) };
};

const refusalStatus = ({ refusalMargin, guardrailAlpha }: GatePolicy, { refusal }: Tripwires): TripwireStatus => {
  if (refusalMargin === null) return 'off';
  if (harmStatus(refusal, guardrailAlpha) === 'breached') return 'tripped';
  return seenAbove(refusal, refusalMargin) ? 'open' : 'clear';
};

const lengthStatus = ({ lengthMargin, guardrailAlpha }: GatePolicy, { length }: Tripwires): TripwireStatus => {
  if (lengthMargin === null) return 'off';
  if (guardrailStatus(length, 0, guardrailAlpha) === 'breached') return 'tripped';
  return length.contrast.mean > 0 ? 'open' : 'clear';
};

/** Where each wire stands. A run that reached for its scorer trips at once: there is no margin for it. */
export const tripwireStatuses = (
  policy: GatePolicy,
  tripwires: Tripwires,
): Readonly<Record<'refusal' | 'length' | 'scorer', TripwireStatus>> => ({
  refusal: refusalStatus(policy, tripwires),
  length: lengthStatus(policy, tripwires),
  scorer: tripwires.touches > 0 ? 'tripped' : 'clear',
});

/** All that is needed to recompute each wire's status. */
export const tripwireEvidence = (policy: GatePolicy, tripwires: Tripwires): TripwireEvidence => {
  const status = tripwireStatuses(policy, tripwires);
  const { logWithin: _within, ...refusal } = harmEvidence(
    tripwires.refusal,
    policy.refusalMargin,
    policy.guardrailAlpha,
  );
  const {
    high: _high,
    limit: _limit,
    ...length
  } = guardrailEvidence(tripwires.length, policy.lengthMargin, 0, policy.guardrailAlpha);
  return {
    refusal: { ...refusal, status: status.refusal },
    length: { ...length, status: status.length },
    scorer: { status: status.scorer, touches: tripwires.touches },
  };
};
