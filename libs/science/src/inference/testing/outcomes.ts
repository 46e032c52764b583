import type { GateOutcome, GatePair } from '../gate/gate-pair.js';
import { gateInitial, gateStep, type GateState } from '../gate/gate.js';
import type { GatePolicy } from '../gate/gate-policy.js';

/** One side of a made-up pair: this value and nothing else, unless told. */
export const outcomeOf = (value: number, more: Partial<GateOutcome> = {}): GateOutcome => ({
  value,
  solved: value,
  latencyMs: 0,
  tokens: 0,
  costMicros: 0,
  loss: null,
  refused: 0,
  outputChars: 0,
  touchedScorer: false,
  ...more,
});

/** A pair with these values. */
export const pairOf = (candidate: number, incumbent: number): GatePair => ({
  candidate: outcomeOf(candidate),
  incumbent: outcomeOf(incumbent),
});

/** The comparison after these pairs. */
export const compared = (policy: GatePolicy, pairs: Iterable<GatePair>): GateState => {
  let state = gateInitial(policy);
  for (const each of pairs) state = gateStep(state, each);
  return state;
};
