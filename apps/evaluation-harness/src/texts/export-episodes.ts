import { evaluation } from '@ao/contracts';
import { csvLine } from '@ao/domain-evaluation';
import { DomainError, isOneOf, oneOfDemand } from '@ao/kernel';
import type { Database } from '../database.js';
import { readEpisodes, type EpisodesAsked } from './read-episodes.js';

const formats = ['jsonl', 'csv'] as const;

const columns: readonly (readonly [
  name: string,
  value: (episode: evaluation.EpisodeTexts) => string | number | boolean | undefined,
])[] = [
  ['episode_id', ({ episodeId }) => episodeId],
  ['purpose', ({ purpose }) => purpose],
  ['arm', ({ arm }) => arm],
  ['round', ({ round }) => round],
  ['configuration_hash', ({ configurationHash }) => configurationHash],
  ['item_id', ({ outcome }) => outcome?.itemId],
  ['split', ({ outcome }) => outcome?.split],
  ['run', ({ outcome }) => outcome?.run],
  ['solved', ({ outcome }) => outcome?.solved],
  ['score', ({ outcome }) => outcome?.score],
  ['confidence', ({ outcome }) => outcome?.confidence],
  ['error', ({ outcome }) => outcome?.error],
  ['withheld', ({ withheld }) => withheld],
  ['input', ({ input }) => (input === undefined ? '' : JSON.stringify(input))],
  ['target', ({ target }) => (target === undefined ? '' : JSON.stringify(target))],
  ['output', ({ output }) => output],
  ['output_state', ({ outputState }) => outputState],
  ['output_hash', ({ outcome }) => outcome?.outputHash],
];

const csv = (episode: evaluation.EpisodeTexts): string => csvLine(columns.map(([, value]) => value(episode)));

const json = (episode: evaluation.EpisodeTexts): string =>
  `${JSON.stringify(evaluation.EpisodeTexts.toJSON(episode))}\n`;

/** Episodes with their texts as a file, piece by piece. Throws DomainError `invalid_argument` for another format than jsonl and csv. */
export async function* exportEpisodes(
  database: Database,
  asked: EpisodesAsked,
  format: string,
): AsyncGenerator<string> {
  const wanted = format || 'jsonl';
  if (!isOneOf(formats, wanted)) {
    const message = oneOfDemand(formats);
    throw new DomainError('invalid_argument', `format ${message}`, [{ path: 'format', message }]);
  }
  if (wanted === 'csv') yield csvLine(columns.map(([name]) => name));
  for await (const episode of readEpisodes(database, asked)) yield wanted === 'csv' ? csv(episode) : json(episode);
}
