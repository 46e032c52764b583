export { asWritten, csvLine, neutralised } from './csv/csv-cell.js';
export {
  failedOutcome,
  limitedOutcome,
  readOutcome,
  scoredOutcome,
  type AnswerMarks,
  type EpisodeLimits,
  type EpisodePlace,
  type Limit,
  type Outcome,
  type StoredOutcome,
  type Usage,
  type Verdict,
} from './episode/outcome.js';
export { addOutcome, capSpend, noSpend, reservationOf, type Spend } from './episode/spend.js';
export { cutSlices, itemsOf, placeOf, type Cut, type Slice } from './slice/plan.js';
export { missingOrdinals, slice, type RecordEpisodes, type SliceState } from './slice/slice.decider.js';
export { type EpisodeCompleted, type SliceEvent } from './slice/slice.events.js';
export { covers, include, sizeOf, type Intervals } from './trial/intervals.js';
export { type CalibrationReport, type Estimate, type Report } from './trial/report.js';
export { isTrialRecorded, trial, type TrialCommand, type TrialState } from './trial/trial.decider.js';
export { runsPerItem, type TrialEvent, type TrialIdentity, type TrialSpec } from './trial/trial.events.js';
export {
  documentLine,
  itemLine,
  readDocument,
  readItem,
  type Checked,
  type Document,
  type Item,
} from './task-set/line.js';
export { splitOf } from './task-set/split.js';
export { taskSet, type RegisterTaskSet, type TaskSetState } from './task-set/task-set.decider.js';
export { type TaskSetEvent, type TaskSetVersion } from './task-set/task-set.events.js';
