import { calibrationMethods, DomainError, isOneOf, shownText, type CalibrationMethodName } from '@ao/kernel';
import type * as logic from '../gen/logic/v1/logic.js';

/** A version's calibration as data: what logic.v1.VersionCalibration carries, with every part in place. */
export interface CalibrationData {
  readonly method: string;
  readonly parameters: object;
  readonly fitted: object;
  /** Null: it always answers. */
  readonly abstention: logic.Abstention | null;
}

/** The message of a calibration; none where there is none. */
export const calibrationToWire = (
  calibration: CalibrationData | null | undefined,
): logic.VersionCalibration | undefined => {
  if (calibration === null || calibration === undefined) return undefined;
  const { method, parameters, fitted, abstention } = calibration;
  return {
    method,
    parameters: { ...parameters },
    fitted: { ...fitted },
    abstention: abstention === null ? undefined : { ...abstention },
  };
};

/** A calibration as it was sent; what it holds is for the reader to check. */
export const calibrationFromWire = ({
  method,
  parameters = {},
  fitted = {},
  abstention,
}: logic.VersionCalibration): CalibrationData & {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly fitted: Readonly<Record<string, unknown>>;
} => ({ method, parameters, fitted, abstention: abstention === undefined ? null : { ...abstention } });

/** An empty method is none: versions that were installed before there were others. */
const knownMethod = (name: string): CalibrationMethodName => {
  if (name === '') return 'none';
  if (isOneOf(calibrationMethods, name)) return name;
  throw new DomainError(
    'failed_precondition',
    `the version in force is calibrated by ${shownText(name)}, which this version of the platform does not know`,
  );
};

/**
 * The calibration of a version that serves; null where it has none. Throws `failed_precondition` for a method that is not known: it would
 * serve confidences that mean something else than what was promised.
 */
export const servedCalibration = (
  message: logic.VersionCalibration | undefined,
): (ReturnType<typeof calibrationFromWire> & { readonly method: CalibrationMethodName }) | null =>
  message === undefined ? null : { ...calibrationFromWire(message), method: knownMethod(message.method) };
