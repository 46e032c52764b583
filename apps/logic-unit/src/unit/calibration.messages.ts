import type { logic as wire } from '@ao/contracts';
import type { Calibration } from '@ao/domain-logic';

/** The calibration as sent; what it holds is checked by the rules. */
export const calibrationOf = ({
  method,
  parameters = {},
  fitted = {},
  abstention,
}: wire.VersionCalibration): Calibration => ({
  method,
  parameters,
  fitted,
  abstention: abstention === undefined ? null : { ...abstention },
});

export const calibrationMessage = (calibration: Calibration | undefined): wire.VersionCalibration | undefined => {
  if (calibration === undefined) return undefined;
  const { method, parameters, fitted, abstention } = calibration;
  return {
    method,
    parameters: { ...parameters },
    fitted: { ...fitted },
    abstention: abstention === null ? undefined : { ...abstention },
  };
};
