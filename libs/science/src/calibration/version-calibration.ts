import { checkConfidence, refuse } from './label.js';
import { methods, type CalibrationMethod, type CalibrationParameters } from './methods.js';

/** What a calibration was fitted on and how far it helped. */
export interface CalibrationFit {
  readonly labels: number;
  readonly split: 'dev';
  /** Debiased ECE of the confidences as the agent says them, and cross-validated of the recalibrated ones; null without labels. */
  readonly eceBefore: number | null;
  readonly eceAfter: number | null;
  /** Cross-validated, in nats a label, by method. */
  readonly logLoss: Readonly<Partial<Record<CalibrationMethod, number>>>;
  /** Why this method, in plain words. */
  readonly reason: string;
}

/** When a version should not answer. */
export interface Abstention {
  /** Recalibrated confidences below it are not answered; above 1: none is. */
  readonly threshold: number;
  /** Share of wrong answers among those given that is held. */
  readonly targetRisk: number;
  /** Probability with which it is held. */
  readonly confidence: number;
  /** Share of the labels that would be answered. */
  readonly coverage: number;
  readonly action: 'abstain' | 'escalate';
  /** The slot that answers instead, with "escalate". */
  readonly escalateTo: string;
}

/** How the confidences of one version are served; plain data. */
export interface VersionCalibration {
  readonly method: CalibrationMethod;
  readonly parameters: CalibrationParameters;
  readonly fitted: CalibrationFit;
  readonly abstention: Abstention | null;
}

/** The confidence that is served for the one that the agent says; without a calibration that one. Throws `invalid_argument` outside [0, 1]. */
export const recalibrated = (calibration: VersionCalibration | null | undefined, confidence: number): number => {
  refuse('this confidence is no probability', checkConfidence(confidence));
  return calibration ? methods[calibration.method].apply(calibration.parameters, confidence) : confidence;
};

/** Whether an answer of this recalibrated confidence should not be given. Throws `invalid_argument` outside [0, 1]. */
export const abstains = (calibration: VersionCalibration | null | undefined, confidence: number): boolean => {
  refuse('this confidence is no probability', checkConfidence(confidence));
  const abstention = calibration?.abstention;
  return abstention !== null && abstention !== undefined && confidence < abstention.threshold;
};
