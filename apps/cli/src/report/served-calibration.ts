import { recalibrated, reportAccumulator, type Estimate, type VersionCalibration } from '@ao/science';
import type { CalibrationRow } from '../jobs/policy-rows.js';
import type { Outcome } from '../jobs/rows.js';
import { episodeOf } from './arm-of-outcomes.js';

/** Debiased ECE of the same episodes' confidences, as the agent says them and as the version would serve them. */
export interface ServedCalibration {
  readonly before: Estimate;
  readonly after: Estimate;
}

/** As a report measures it: debiased, with an interval that knows that runs of an item resemble each other. */
const eceOf = (outcomes: readonly Outcome[], confidenceOf: (said: number) => number): Estimate | null => {
  const accumulator = reportAccumulator();
  for (const { confidence, ...episode } of outcomes.map(episodeOf))
    accumulator.add({ ...episode, confidence: typeof confidence === 'number' ? confidenceOf(confidence) : null });
  return accumulator.report().calibration?.ece ?? null;
};

/** What a calibration that was fitted on dev is worth on outcomes of the holdout; null where the agent says no confidence. */
export const servedCalibration = (
  calibration: CalibrationRow | undefined,
  outcomes: readonly Outcome[],
): ServedCalibration | null => {
  if (calibration === undefined) return null;
  const version = {
    method: calibration.method,
    parameters: calibration.parameters ?? {},
  } as unknown as VersionCalibration;
  const before = eceOf(outcomes, (said) => said);
  const after = eceOf(outcomes, (said) => recalibrated(version, said));
  return before === null || after === null ? null : { before, after };
};
