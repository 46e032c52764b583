import { DomainError } from '@ao/kernel';
import { abstains, recalibrated, type VersionCalibration } from '@ao/science';

/** What an agent said about its own answer. */
export interface Said {
  /** Its probability of being right, 0 to 1; null: it does not say. */
  readonly confidence: number | null;
  /** It declined to answer. */
  readonly refused: boolean;
}

/** What becomes of an answer. `confidence` is the recalibrated one; null: the agent did not say. */
export type Decision = { readonly confidence: number | null } & (
  { readonly decision: 'answered' | 'abstained' } | { readonly decision: 'escalated'; readonly escalateTo: string }
);

const isWithheld = (calibration: VersionCalibration | null, confidence: number | null, refused: boolean): boolean => {
  if (refused) return true;
  // A threshold holds its risk for the answers above it. One without a confidence is not above it.
  if (confidence === null) return (calibration?.abstention ?? null) !== null;
  return abstains(calibration, confidence);
};

/** A unit's calibration was not fitted here for certain: what it gives is checked before anybody relies on it. */
const servedConfidence = (calibration: VersionCalibration | null, raw: number): number => {
  const confidence = recalibrated(calibration, raw);
  if (confidence >= 0 && confidence <= 1) return confidence;
  throw new DomainError(
    'failed_precondition',
    `the calibration of the version in force makes ${confidence} of the confidence ${raw}: that is no probability`,
  );
};

/** Serves an answer, withholds it, or passes the input on to another slot, as the version's calibration says. */
export const decisionOf = (calibration: VersionCalibration | null, { confidence: raw, refused }: Said): Decision => {
  const confidence = raw === null ? null : servedConfidence(calibration, raw);
  if (!isWithheld(calibration, confidence, refused)) return { decision: 'answered', confidence };
  const abstention = calibration?.abstention ?? null;
  return abstention?.action === 'escalate'
    ? { decision: 'escalated', escalateTo: abstention.escalateTo, confidence }
    : { decision: 'abstained', confidence };
};
