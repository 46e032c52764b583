import { servedCalibration, type logic } from '@ao/contracts';
import { sideOf, type ServedAnswer } from '@ao/domain-cognition';
import type { Configuration } from '@ao/kernel';
import type { VersionCalibration } from '@ao/science';
import { pointOf, type Asking } from './asking.js';

/** What answers: one side of a slot. */
export interface Version extends Pick<
  ServedAnswer,
  'label' | 'byLabel' | 'unitId' | 'configurationHash' | 'slotVersion'
> {
  /** Undefined: the agent's defaults. */
  readonly configuration: Configuration | undefined;
  /** Null: confidences are served as the agent says them. */
  readonly calibration: VersionCalibration | null;
}

/** The side of the slot that takes an input; `drawn` stands for the key of a caller that has none. */
export const versionFor = (
  { canary, ...inForce }: logic.GetSlotResponse,
  { slot, key, label }: Asking,
  drawn: string,
): Version => {
  const point = canary ? pointOf(slot, canary.unitId, key || drawn) : 0;
  const side = sideOf({ label, share: canary?.share ?? null, point });
  const { unitId, configuration, configurationHash, calibration } = side === 'candidate' && canary ? canary : inForce;
  return {
    label: side,
    byLabel: label !== '',
    unitId,
    configuration: configuration,
    configurationHash,
    slotVersion: inForce.version,
    calibration: servedCalibration(calibration) as VersionCalibration | null,
  };
};
