import { blockCompared } from './blocks.js';
import { alphaReserved, promotionDecided } from './decision.js';
import { contentRead, noteReferences } from './contents.js';
import { expectFields, expectNamed } from './expect.js';
import { ledgerReserved, ledgerSettled } from './ledger.js';
import type { Calibration, Configuration, Finalist, TaskSet, TrainingRequested } from './recorded.js';
import { told, type Story } from './story.js';
import { trialContinued, trialEnded, trialScheduled } from './trials.js';

/** Takes in what a line says, and checks it against what the lines before said. */
type LineReader = (
  story: Story,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each reader takes what its line should hold; see recorded.ts
  data: any,
  line: number,
) => void;

const configuration = (
  story: Story,
  data: { readonly hash: string; readonly configuration: Configuration },
  line: number,
): void => {
  story.hashes.add(data.hash);
  noteReferences(story, data.configuration, line);
  expectNamed(story, line, { configuration: data.configuration, configurationHash: data.hash });
};

const trainingRequested = (story: Story, data: TrainingRequested, line: number): void => {
  story.request = data;
  const { job_id: jobId, corr_id: corrId } = told(story.archive, 'the job');
  expectFields(story, line, data, { jobId, corrId, taskSet: told(story.taskSet, 'the task set') });
};

interface LeaseAccepted {
  readonly incumbent: Configuration;
  readonly incumbentHash: string;
  readonly slotBaseHash?: unknown;
  readonly incumbentCalibration?: unknown;
}

/** The lease, and what served when the job began: every candidate is compared with it. */
const leaseAccepted = (
  story: Story,
  { incumbent, incumbentHash, slotBaseHash: _base, incumbentCalibration: _calibration, ...lease }: LeaseAccepted,
  line: number,
): void => {
  story.lease = lease;
  story.incumbent = { incumbent, incumbentHash };
  expectNamed(story, line, { configuration: incumbent, configurationHash: incumbentHash });
};

const searchEnded = (story: Story, { finalists }: { readonly finalists: readonly Finalist[] }, line: number): void => {
  const isSearchOnly = told(story.request, 'the training').mode === 'search_only';
  story.finalists = isSearchOnly ? [] : finalists;
  if (isSearchOnly) story.outcome = 'held';
  story.finalists.forEach((finalist) => expectNamed(story, line, finalist));
};

const calibratorFitted = (story: Story, data: { readonly finalist: number; readonly calibration: Calibration }): void =>
  void story.calibrations.set(data.finalist, data.calibration);

/** The episodes that the caps allow, where tokens, cost or time allow fewer than were asked for. */
const episodesPlanned = (story: Story, { episodes }: { readonly episodes: number }): void => {
  const request = told(story.request, 'the training');
  story.request = { ...request, budget: { ...request.budget, episodes } };
};

/** A job that ended without a verdict goes on with another budget. */
const trainingReopened = (story: Story, { budget }: { readonly budget: TrainingRequested['budget'] }): void => {
  story.request = { ...told(story.request, 'the training'), budget };
  story.outcome = 'rejected';
};

const unitPromoted = (story: Story): void => {
  if (told(story.decisions.at(-1), 'a decision').outcome === 'promoted') story.outcome = 'promoted';
};

/** Without a verdict on every finalist a job may end held at any time. */
const trainingCompleted = (story: Story, data: { readonly noVerdict?: boolean }, line: number): void =>
  expectFields(story, line, data, { outcome: data.noVerdict === true ? 'held' : story.outcome });

/** Readers by the kind of line, with the type of what a stream recorded. What is not here decides nothing. */
export const readers: Readonly<Record<string, LineReader>> = {
  archive: (story, data: NonNullable<Story['archive']>) => void (story.archive = data),
  task_set: (story, data: TaskSet) => void (story.taskSet = data),
  configuration,
  content: contentRead,
  'event TrainingRequested': trainingRequested,
  'event LeaseAccepted': leaseAccepted,
  'event EpisodesPlanned': episodesPlanned,
  'event TrainingReopened': trainingReopened,
  'event TrialScheduled': trialScheduled,
  'event TrialContinued': trialContinued,
  'event TrialEnded': trialEnded,
  'event SearchEnded': searchEnded,
  'event CalibratorFitted': calibratorFitted,
  'event AlphaReserved': alphaReserved,
  'event BlockCompared': blockCompared('gate'),
  'event ConfirmationCompared': blockCompared('confirmation'),
  'event PromotionDecided': promotionDecided,
  'event UnitPromoted': unitPromoted,
  'event TrainingCompleted': trainingCompleted,
  'ledger AlphaReserved': ledgerReserved,
  'ledger AlphaSettled': ledgerSettled,
};
