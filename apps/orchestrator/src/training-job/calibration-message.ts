import type { logic } from '@ao/contracts';
import type { VersionCalibration } from '@ao/science';

/** A calibration as a unit carries it. */
export const calibrationMessage = ({
  method,
  parameters,
  fitted,
  abstention,
}: VersionCalibration): logic.VersionCalibration => ({
  method,
  parameters: { ...parameters },
  fitted: { ...fitted },
  abstention: abstention ?? undefined,
});

/** The calibration of what a slot serves; null where it has none. */
export const calibrationOf = (message: logic.VersionCalibration | undefined): VersionCalibration | null =>
  message === undefined
    ? null
    : ({
        method: message.method,
        parameters: message.parameters ?? {},
        fitted: message.fitted ?? {},
        abstention: message.abstention ?? null,
      } as unknown as VersionCalibration);
