import type { evaluation } from '@ao/contracts';
import type { Outcome } from '@ao/domain-evaluation';
import { DomainError, shownText } from '@ao/kernel';
import type { Database } from '../database.js';
import { outcomesOf } from '../trial/episode-log.js';
import { loadTrial, trialsOfJob, type StoredTrial } from '../trial/trial.store.js';
import { itemsByIds, type ItemTexts } from './item-texts.store.js';
import { findOutputs, type OutputText } from './output-texts.store.js';

/** Which episodes, and whether the reader may see what stands in the holdout. */
export interface EpisodesAsked extends evaluation.ReadEpisodesRequest {
  readonly seesHoldout: boolean;
}

/** Episodes whose texts are looked up at once. */
const pageSize = 20;

const wanted =
  ({ itemId, solved }: EpisodesAsked) =>
  (outcome: Outcome): boolean =>
    (itemId === '' || outcome.itemId === itemId) && (solved === undefined || outcome.solved === solved);

type Texts = Pick<evaluation.EpisodeTexts, 'withheld' | 'input' | 'target' | 'output' | 'outputState'>;

const outputOf = (outcome: Outcome, found: OutputText | undefined): Pick<Texts, 'output' | 'outputState'> => {
  if (found !== undefined) return { output: found.text, outputState: found.cut ? 'cut' : 'kept' };
  return { output: '', outputState: outcome.outputChars === 0 ? 'none' : 'gone' };
};

const textsOf = (outcome: Outcome, item: ItemTexts | undefined, found: OutputText | undefined): Texts =>
  item === undefined
    ? { withheld: 'gone', input: undefined, target: undefined, ...outputOf(outcome, found) }
    : { withheld: '', input: item.input, target: item.target, ...outputOf(outcome, found) };

const hidden: Texts = { withheld: 'holdout', input: undefined, target: undefined, output: '', outputState: 'withheld' };

const message = ({ spec }: StoredTrial, outcome: Outcome, texts: Texts): evaluation.EpisodeTexts => ({
  episodeId: `${spec.trialId}/${outcome.ordinal}`,
  trialId: spec.trialId,
  purpose: spec.purpose,
  arm: spec.arm,
  round: spec.round,
  configurationHash: spec.configurationHash,
  outcome: { ...outcome },
  ...texts,
});

/** Episodes of one trial with their texts: two queries for a page of them. */
const withTexts = async (
  { sql }: Database,
  trial: StoredTrial,
  outcomes: readonly Outcome[],
  { seesHoldout }: EpisodesAsked,
): Promise<evaluation.EpisodeTexts[]> => {
  const visible = outcomes.filter(({ split }) => seesHoldout || split === 'train' || split === 'dev');
  const [items, outputs] = await Promise.all([
    itemsByIds(sql, trial.contentId, [...new Set(visible.map(({ itemId }) => itemId))]),
    findOutputs(sql, [...new Set(visible.flatMap(({ outputHash }) => outputHash ?? []))]),
  ]);
  const seen = new Set(visible);
  return outcomes.map((outcome) => {
    const texts = seen.has(outcome)
      ? textsOf(outcome, items.get(outcome.itemId), outputs.get(outcome.outputHash ?? ''))
      : hidden;
    return message(trial, outcome, texts);
  });
};

const trialsAsked = async ({ sql }: Database, { jobId, trialId }: EpisodesAsked): Promise<readonly string[]> => {
  const ids = await trialsOfJob(sql, jobId);
  if (ids.length === 0) throw new DomainError('not_found', `there is no job ${shownText(jobId)} that ran an episode`);
  if (trialId === '') return ids;
  if (!ids.includes(trialId)) throw new DomainError('not_found', `job ${jobId} has no trial ${shownText(trialId)}`);
  return [trialId];
};

async function* ofTrial(
  database: Database,
  trialId: string,
  asked: EpisodesAsked,
): AsyncGenerator<evaluation.EpisodeTexts> {
  const trial = await loadTrial(database.sql, trialId);
  if (trial === undefined) return;
  for await (const outcomes of outcomesOf(database, trialId)) {
    const found = outcomes.filter(wanted(asked));
    for (let start = 0; start < found.length; start += pageSize)
      yield* await withTexts(database, trial, found.slice(start, start + pageSize), asked);
  }
}

/**
 * The episodes of a job, trial by trial in the order of their start, each in its item order, with input, target and output. What stands in
 * the holdout is withheld from whoever may not see it. Throws DomainError `not_found`.
 */
export async function* readEpisodes(database: Database, asked: EpisodesAsked): AsyncGenerator<evaluation.EpisodeTexts> {
  let left = asked.limit > 0 ? asked.limit : Infinity;
  for (const trialId of await trialsAsked(database, asked))
    for await (const episode of ofTrial(database, trialId, asked)) {
      if (left <= 0) return;
      left -= 1;
      yield episode;
    }
}
