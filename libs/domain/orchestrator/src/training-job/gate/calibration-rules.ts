import {
  abstentionActions,
  calibrationChoices,
  nameViolations,
  names,
  oneOf,
  when,
  type AbstentionAction,
  type CalibrationChoice,
  type FieldViolation,
} from '@ao/kernel';

/** How the confidences of a job's candidates are treated. */
export interface CalibrationRules {
  readonly method: CalibrationChoice;
  /** Highest share of wrong answers among those that are given; 0: always answers. */
  readonly targetRisk: number;
  /** Probability with which the target is held. */
  readonly riskConfidence: number;
  readonly action: AbstentionAction;
  /** The slot that answers instead, with escalate. */
  readonly escalateTo: string;
  /** Least share of the holdout's runs that a candidate with a target risk must answer to be promoted. Absent in jobs that are older than this field: 0. */
  readonly minCoverage?: number;
}

/** The rules as asked for: empty and 0 mean the default. */
export type RawCalibration = Omit<CalibrationRules, 'method' | 'action'> & {
  readonly method: string;
  readonly action: string;
};

export const calibrationDefaults: CalibrationRules = {
  method: 'auto',
  targetRisk: 0,
  riskConfidence: 0.95,
  action: 'abstain',
  escalateTo: '',
  minCoverage: 0.1,
};

export const rawCalibrationDefaults: RawCalibration = {
  method: '',
  targetRisk: 0,
  riskConfidence: 0,
  action: '',
  escalateTo: '',
};

const checkEscalation = ({ action, escalateTo, targetRisk }: RawCalibration, slot: string): FieldViolation[] => [
  ...when(
    action === 'escalate' && targetRisk === 0,
    'calibration.target_risk',
    'must be above 0 with the action escalate: at 0 everything is answered',
  ),
  ...oneOf('calibration.action', action, abstentionActions),
  ...(action === 'escalate' ? nameViolations(names.slot, 'calibration.escalate_to', escalateTo) : []),
  ...when(
    action === 'escalate' && escalateTo === slot,
    'calibration.escalate_to',
    'must be another slot than the one that is trained',
  ),
  ...when(
    action !== 'escalate' && escalateTo !== '',
    'calibration.escalate_to',
    'must be empty unless the action is escalate',
  ),
];

/** What is wrong with calibration rules as asked for, if anything. `slot`: the slot that is trained. */
export const checkCalibration = (raw: RawCalibration, slot: string): FieldViolation[] => [
  ...oneOf('calibration.method', raw.method, calibrationChoices),
  ...when(
    !(raw.targetRisk >= 0 && raw.targetRisk < 1),
    'calibration.target_risk',
    `must be from 0 to below 1, not ${raw.targetRisk}`,
  ),
  ...when(
    raw.riskConfidence !== 0 && !(raw.riskConfidence > 0 && raw.riskConfidence < 1),
    'calibration.risk_confidence',
    `must lie between 0 and 1, not ${raw.riskConfidence}`,
  ),
  ...when(
    raw.minCoverage !== undefined && !(raw.minCoverage >= 0 && raw.minCoverage <= 1),
    'calibration.min_coverage',
    `must be from 0 to 1, not ${raw.minCoverage}`,
  ),
  ...checkEscalation(raw, slot),
];

/** The rules with every default in place. Call checkCalibration first. */
export const normaliseCalibration = (raw: RawCalibration): CalibrationRules => ({
  method: (raw.method || calibrationDefaults.method) as CalibrationRules['method'],
  targetRisk: raw.targetRisk,
  riskConfidence: raw.riskConfidence || calibrationDefaults.riskConfidence,
  action: (raw.action || calibrationDefaults.action) as CalibrationRules['action'],
  escalateTo: raw.escalateTo,
  minCoverage: raw.minCoverage ?? calibrationDefaults.minCoverage,
});

/** The rules of a job's calibration; none for a job that was recorded before there were any. */
export const calibrationRules = ({ calibration }: { readonly calibration?: CalibrationRules }): CalibrationRules =>
  calibration ?? { ...calibrationDefaults, method: 'none' };
