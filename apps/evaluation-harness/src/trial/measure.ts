import { runsPerItem, type Outcome, type Report } from '@ao/domain-evaluation';
import { reportAccumulator, type MeasuredEpisode, type ReportMeasures } from '@ao/science';
import type { Database } from '../database.js';
import { outcomesOf } from './episode-log.js';
import type { TrialPlan } from './trial.store.js';

const measured = ({ limitReached, ...outcome }: Outcome): MeasuredEpisode => ({
  ...outcome,
  limitReached: limitReached !== '',
  overLimit: limitReached === 'tokens' || limitReached === 'cost',
});

/** The report as it is stored: what no episode has is left out. */
const reportOf = ({
  memoryUtility,
  meanConfidence,
  brier,
  ece,
  calibration,
  passK,
  ...always
}: ReportMeasures): Report => ({
  ...always,
  ...(memoryUtility === null ? {} : { memoryUtility }),
  ...(meanConfidence === null ? {} : { meanConfidence }),
  ...(brier === null ? {} : { brier }),
  ...(ece === null ? {} : { ece }),
  ...(calibration === null ? {} : { calibration }),
  ...(passK === null ? {} : { passK }),
});

/** The report of no episode at all. */
export const nothingMeasured = (): Report => reportOf(reportAccumulator().report());

/** Measures what is recorded of a trial, in memory that does not grow with it. */
export const measure = async (
  database: Database,
  { trialId, spec }: Pick<TrialPlan, 'trialId' | 'spec'>,
  eventLoopTurn: () => Promise<void> | undefined,
): Promise<Report> => {
  const accumulator = reportAccumulator();
  for await (const outcomes of outcomesOf(database, trialId)) {
    outcomes.forEach((outcome) => accumulator.add(measured(outcome)));
    await eventLoopTurn();
  }
  return { ...reportOf(accumulator.report()), runsPerItem: runsPerItem(spec) };
};
