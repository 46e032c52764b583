import type { evaluation } from '@ao/contracts';
import type { CalibrationReport, Report } from '@ao/domain-evaluation';

const publicCalibration = ({ bins, ...measures }: CalibrationReport): evaluation.CalibrationReport => ({
  ...measures,
  bins: bins.map((bin) => ({ ...bin })),
});

/** The report as other services read it; one of an earlier version is filled: each item was run once, and nobody counted refusals. */
export const publicReport = ({ calibration, ...report }: Report): evaluation.Report => ({
  refused: 0,
  runsPerItem: 1,
  ...report,
  calibration: calibration && publicCalibration(calibration),
});
