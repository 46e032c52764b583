import { logic, type CalibrationRow } from '@ao/contracts';

type Loose = Readonly<Record<string, unknown>>;

const fields: Readonly<Record<string, string>> = {
  eceBefore: 'ece_before',
  eceAfter: 'ece_after',
  logLoss: 'log_loss',
};

/** What it was fitted on, as /state names its fields: the recorded fit has those of the mathematics. */
const fittedRow = (fitted: Loose): Loose =>
  Object.fromEntries(Object.entries(fitted).map(([field, value]) => [fields[field] ?? field, value]));

/** How a version's confidences are served: {method, parameters, fitted, abstention}; null where nothing was fitted. */
export const calibrationRow = (calibration: Loose | logic.VersionCalibration | undefined): CalibrationRow | null => {
  if (calibration === undefined) return null;
  const message = logic.VersionCalibration.fromPartial(calibration);
  const row = logic.VersionCalibration.toJSON(message) as Loose;
  return { ...row, fitted: fittedRow(message.fitted ?? {}), abstention: row['abstention'] ?? null } as CalibrationRow;
};
