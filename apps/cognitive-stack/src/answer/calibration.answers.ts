import type { logic } from '@ao/contracts';
import { DomainError } from '@ao/kernel';
import type { Abstention, CalibrationMethod, VersionCalibration } from '@ao/science';

/** A table and not a list, so that the compiler asks for a method that is added. */
const methods: Readonly<Record<CalibrationMethod, true>> = {
  none: true,
  temperature: true,
  platt: true,
  beta: true,
  isotonic: true,
};

const isMethod = (name: string): name is CalibrationMethod => Object.hasOwn(methods, name);

/** A method that is not known would serve confidences that mean something else than what was promised. */
const methodOf = (name: string): CalibrationMethod => {
  if (name === '') return 'none';
  if (isMethod(name)) return name;
  throw new DomainError(
    'failed_precondition',
    `the version in force is calibrated by "${name}", which this version of the platform does not know`,
  );
};

const abstentionOf = ({ action, ...rest }: logic.Abstention): Abstention => ({
  ...rest,
  action: action === 'escalate' ? 'escalate' : 'abstain',
});

/** A version's calibration as science takes it; null where it has none. */
export const calibrationOf = (calibration: logic.VersionCalibration | undefined): VersionCalibration | null =>
  calibration === undefined
    ? null
    : {
        method: methodOf(calibration.method),
        parameters: (calibration.parameters ?? {}) as VersionCalibration['parameters'],
        fitted: (calibration.fitted ?? {}) as unknown as VersionCalibration['fitted'],
        abstention: calibration.abstention ? abstentionOf(calibration.abstention) : null,
      };
