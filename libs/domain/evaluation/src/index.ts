export { asWritten, csvLine, neutralised } from './csv/csv-cell.js';
export {
  episodeMaxima,
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
export {
  failingAgent,
  noFailures,
  withOutcome,
  type AgentFailures,
  type FailureRule,
} from './episode/agent-failures.js';
export { addOutcome, noSpend, reservationOf, type Spend } from './episode/spend.js';
export { cutSlices, itemsOf, placeOf, type Cut, type Slice } from './slice/plan.js';
export { missingOrdinals, slice, type RecordEpisodes, type SliceState } from './slice/slice.decider.js';
export { type EpisodeCompleted, type SliceEvent } from './slice/slice.events.js';
export { covers, include, sizeOf, type Intervals } from './trial/intervals.js';
export { type CalibrationReport, type Estimate, type Report } from './trial/report.js';
export { isTrialRecorded, trial, type TrialCommand, type TrialState } from './trial/trial.decider.js';
export { runsPerItem, type TrialEvent, type TrialIdentity, type TrialSpec } from './trial/trial.events.js';
export {
  checkedRow,
  documentLine,
  documentOfRow,
  itemLine,
  itemOfRow,
  readRow,
  rulesLine,
  type Checked,
  type ContentRules,
  type Document,
  type Item,
  type UnnamedItem,
} from './task-set/line.js';
export { inputKey, wordsOf } from './task-set/normalised.js';
export { NearCopyFinder } from './task-set/near-copies.js';
export { arrayReader, type ArrayReader, type Element } from './import/array-elements.js';
export { mappedRow, partNamed, readMapping, unusedFields, type MappedPart } from './import/mapping.js';
export { formatNames, formatOf, suggestion, type Format } from './import/suggestion.js';
export { splitOf } from './task-set/split.js';
export { taskSet, type TaskSetCommand, type TaskSetState } from './task-set/task-set.decider.js';
export { type ContentChecks, type TaskSetEvent, type TaskSetVersion } from './task-set/task-set.events.js';
export { sliceStages, stageMoves, unfinishedStages, type SliceStage, type UnfinishedStage } from './slice/stages.js';
