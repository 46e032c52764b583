import { expectFields, expectNamed } from './expect.js';
import type { TrialResult, TrialScheduled } from './recorded.js';
import { told, type Story } from './story.js';

/** Items of a block of the gate. */
export const blockItems = 50;

/** Where a trial's items begin in the order that the seed fixes: blocks from the front, confirmation items at the end, a search anywhere. */
const offsetOf = ({ purpose, round, offset, continues }: TrialScheduled, holdout: number, reserved: number): number => {
  if (continues !== undefined) return offset;
  if (purpose === 'gate') return blockItems * round;
  if (purpose === 'confirmation') return blockItems * round + holdout - reserved;
  return offset;
};

/** A trial runs the job's task set under the job's lease in the order of its seed; a search never sees the holdout, a verdict nothing else. */
export const trialScheduled = (story: Story, trial: TrialScheduled, line: number): void => {
  const { agent, taskSet, gate, seed } = told(story.request, 'the training');
  const splits = trial.purpose === 'search' ? agent.searchSplits.filter((split) => split !== 'holdout') : ['holdout'];
  expectFields(story, line, trial, {
    offset: offsetOf(trial, taskSet.holdout, gate.confirmationItems),
    context: {
      ...trial.context,
      orderSeed: seed,
      taskSet: `${taskSet.name}@${taskSet.hash}`,
      lease: told(story.lease, 'a lease'),
      splits,
    },
  });
  // What continues a trial counts as a part of it.
  if (trial.continues === undefined) story.trials.push(trial);
  else story.continued.set(trial.trialId, trial.continues);
  expectNamed(story, line, trial);
};

const trialOf = ({ trials }: Story, trialId: string): Story['trials'][number] =>
  told(
    trials.find((trial) => trial.trialId === trialId),
    `the trial ${trialId}`,
  );

/** The results of two parts of one trial. */
const pooled = (one: TrialResult, other: TrialResult): TrialResult => {
  const episodes = one.episodes + other.episodes;
  const score = one.meanScore * one.episodes + other.meanScore * other.episodes;
  return { episodes, solved: one.solved + other.solved, meanScore: episodes === 0 ? 0 : score / episodes };
};

/** A trial that failed leaves the job without a verdict. */
export const trialEnded = (
  story: Story,
  data: { readonly trialId: string; readonly result: TrialResult; readonly failure: unknown },
): void => {
  const whole = story.continued.get(data.trialId);
  const trial = trialOf(story, whole ?? data.trialId);
  trial.result = whole === undefined ? data.result : pooled(told(trial.result, 'what was kept of it'), data.result);
  if (data.failure !== null) story.outcome = 'held';
};

/** What a trial that goes on had before. */
export const trialContinued = (
  story: Story,
  { trialId, kept }: { readonly trialId: string; readonly kept: TrialResult },
): void => {
  trialOf(story, trialId).result = kept;
};
