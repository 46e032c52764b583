import type { evaluation } from '@ao/contracts';
import { brief, percent } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';
import { indent } from '../terminal/wrap.js';

type Episode = evaluation.EpisodeTexts;

/** Characters of one text that a person is shown; --json and --format show all that is kept. */
const longest = 2_000;

const shown = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** A text as it is, anything else as JSON. */
const valueText = (value: unknown): string => shown(typeof value === 'string' ? value : JSON.stringify(value));

const outputText = ({ output, outputState, outcome }: Episode): string => {
  switch (outputState) {
    case 'kept':
      return valueText(JSON.parse(output));
    case 'cut':
      return `${shown(output)} (cut: only its beginning is kept)`;
    case 'none':
      return '(no answer)';
    case 'withheld':
      return `(withheld; hash ${brief(outcome?.outputHash ?? 'not noted', 12)})`;
    default:
      return '(not kept any more)';
  }
};

const worthText = ({ outcome }: Episode, { colour }: Style): string => {
  if (outcome === undefined) return '';
  if (outcome.error !== '') return colour.red(`failed: ${outcome.error}`);
  if (outcome.limitReached !== '') return colour.red(`ended by its limit of ${outcome.limitReached}`);
  if (outcome.refused) return colour.yellow('declined');
  return outcome.solved ? colour.green('solved') : colour.red('not solved');
};

const episodeText = (episode: Episode, style: Style): string => {
  const { arm, purpose, round, configurationHash, outcome } = episode;
  const confidence = outcome?.confidence === undefined ? '' : `, confidence ${percent(outcome.confidence)}`;
  const run = outcome !== undefined && outcome.run > 0 ? `, run ${outcome.run + 1}` : '';
  const head = `${arm} ${brief(configurationHash, 8)} (${purpose} ${round}${run}): ${worthText(episode, style)}${confidence}`;
  return `${head}\n${indent(outputText(episode))}`;
};

const itemText = ({ withheld, input, target }: Episode, { colour }: Style): readonly string[] => {
  if (withheld === 'holdout')
    return [colour.yellow('input, target and outputs stand in the holdout: for administrators only')];
  if (withheld !== '') return [colour.yellow('input and target are deleted')];
  return [`input:  ${valueText(input)}`, `target: ${valueText(target)}`];
};

const byItem = (episodes: readonly Episode[]): readonly (readonly Episode[])[] => [
  ...Map.groupBy(episodes, ({ outcome }) => outcome?.itemId ?? '').values(),
];

/** Item by item: what went in, what is right, and what each configuration answered. */
export const episodesText = (episodes: readonly Episode[], more: boolean, style: Style): string => {
  if (episodes.length === 0) return 'No such episode.';
  const parts = byItem(episodes).map((ofItem) => {
    const [first] = ofItem as [Episode];
    const title = `${style.colour.bold(first.outcome?.itemId ?? '')} (${first.outcome?.split || 'split not known'})`;
    const lines = [...itemText(first, style), ...ofItem.map((episode) => episodeText(episode, style))];
    return `${title}\n${indent(lines.join('\n'))}`;
  });
  return [...parts, ...(more ? ['There are more: raise --limit, or narrow with --item, --trial, --solved.'] : [])].join(
    '\n\n',
  );
};
