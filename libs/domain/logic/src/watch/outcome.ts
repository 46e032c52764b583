import { isUnderThreshold, type Calibration } from '../manifest/calibration.js';
import type { InForce } from '../slot/slot.events.js';
import { inForce, type Layer, type Slot } from '../slot/slot.state.js';

/** How an answer that a slot served turned out. */
export interface Outcome {
  readonly slot: string;
  /** "production" or "candidate": the side of the canary that took the input. */
  readonly label: string;
  /** The unit that took it; empty: the agent's defaults. */
  readonly unitId: string;
  /** Version of the slot that took it. */
  readonly slotVersion: number;
  /** As it was served; null: the agent did not say. */
  readonly confidence: number | null;
  readonly solved: boolean;
  /** answered, abstained or escalated. */
  readonly decision: string;
  /** The side was asked for by its label, not drawn by the traffic's shares. */
  readonly byLabel: boolean;
}

/** What an empty slot serves. */
const defaults: Pick<InForce, 'unitId' | 'calibration'> = { unitId: '' };

/**
 * True where the version's own threshold withheld the answer: that is what it was promised to do, and says neither better nor worse.
 * An agent that declines without a threshold has left its user with nothing, which counts as not solved.
 */
const isWithheldAsPromised = ({ decision, confidence }: Outcome, calibration: Calibration | undefined): boolean =>
  decision === 'abstained' && isUnderThreshold(calibration, confidence);

/**
 * The side of the canary for which an outcome counts; undefined: for none. Counted is what the users of a side got, so an escalated
 * answer counts with what was answered in the end. What was served before the canary
 * began, by who stands at neither label, or by a side that was asked for rather than drawn, does not: the watch rests on chance.
 */
export const canarySide = (outcome: Outcome, slot: Slot): 'production' | 'candidate' | undefined => {
  const { candidate } = slot;
  if (candidate === null || candidate.share === 0 || outcome.byLabel || outcome.slotVersion < candidate.since)
    return undefined;
  const sides = [
    { side: 'candidate', at: candidate },
    { side: 'production', at: inForce(slot) ?? defaults },
  ] as const;
  const found = sides.find(({ side, at }) => outcome.label === side && outcome.unitId === at.unitId);
  return found === undefined || isWithheldAsPromised(outcome, found.at.calibration) ? undefined : found.side;
};

/** True for what the version answered itself, under the label and since it came in force. */
const isOwnAnswer = ({ label, unitId, slotVersion, decision }: Outcome, top: Layer): boolean =>
  label === 'production' && unitId === top.unitId && slotVersion >= top.since && decision === 'answered';

/**
 * What an outcome says about the confidences of the unit in force; undefined: nothing. A unit without a calibration has promised
 * nothing about them, and cannot drift from it. Only the version's own answers count: nobody learns
 * whether one that was withheld would have been right, and an escalated one is another's. Leaving out by confidence does not bend
 * calibration, which holds at each confidence alone.
 */
export const confidenceLabel = (
  outcome: Outcome,
  slot: Slot,
): { readonly confidence: number; readonly solved: boolean } | undefined => {
  const top = inForce(slot);
  const { confidence, solved } = outcome;
  if (top?.calibration === undefined || !isOwnAnswer(outcome, top)) return undefined;
  return confidence !== null && confidence >= 0 && confidence <= 1 ? { confidence, solved } : undefined;
};

/** True where outcomes can say something about this slot. */
export const isWatched = (slot: Slot): boolean => inForce(slot) !== undefined || (slot.candidate?.share ?? 0) > 0;
