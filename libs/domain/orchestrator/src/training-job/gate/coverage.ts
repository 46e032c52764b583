import { abstains, type VersionCalibration } from '@ao/science';
import type { Comparison, Coverage } from '../training-job.state.js';
import type { BlockOutcomes } from './blocks.js';

/** Whether a run would be answered in the slot: it did not decline, and its confidence reaches the threshold; where there is one, a run without a confidence does not. */
const isAnswered = (
  calibration: VersionCalibration | null,
  confidence: number | null | undefined,
  refused: boolean,
): boolean => {
  if (refused) return false;
  if (confidence === null || confidence === undefined) return (calibration?.abstention ?? null) === null;
  return !abstains(calibration, confidence);
};

/** The coverage after one more block: runs of the candidate, and those that it would answer with the calibration that goes with it. */
export const withCovered = (
  { calibration, coverage }: Pick<Comparison, 'calibration' | 'coverage'>,
  { solved, confidence, refused }: BlockOutcomes,
): Coverage => {
  const answered = Array.from(solved, (_, run) => run).filter((run) =>
    isAnswered(calibration, confidence?.[run], refused?.[run] === '1'),
  ).length;
  return { answered: coverage.answered + answered, runs: coverage.runs + solved.length };
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Why a proven candidate is held for what it would answer; undefined: it answers enough, or nothing is asked of it. */
export const wouldNotAnswer = (
  { calibration, coverage: { answered, runs } }: Pick<Comparison, 'calibration' | 'coverage'>,
  minCoverage: number,
): string | undefined => {
  if ((calibration?.abstention ?? null) === null || answered >= minCoverage * runs) return undefined;
  const what = answered === 0 ? 'would never answer' : `would answer only ${percent(answered / runs)} of the inputs`;
  return `The candidate is proven better, but ${what}: with its threshold ${answered} of ${runs} runs on the holdout are answered, and at least ${percent(minCoverage)} must be.`;
};
