import type { evaluation } from '@ao/contracts';
import { count } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';
import { taskSetsText } from './task-sets.text.js';

const formatNames: Readonly<Record<string, string>> = { jsonl: 'JSON Lines', json: 'one JSON array', csv: 'CSV' };

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

const previewText = (preview: readonly evaluation.Item[], { width }: Style): readonly string[] =>
  preview.length === 0
    ? []
    : [
        '',
        'the first items',
        ...preview.flatMap(({ id, input, target }) => [
          cut(`  ${id}  ${JSON.stringify(input)}`, width),
          cut(`    -> ${JSON.stringify(target)}`, width),
        ]),
      ];

/** What an import, or its dry run, came to. */
export const importedText = (
  { taskSet, format, preview, unused }: evaluation.ImportTaskSetResponse,
  dryRun: boolean,
  style: Style,
): string => {
  const { colour } = style;
  const items = taskSet === undefined ? 0 : taskSet.train + taskSet.dev + taskSet.holdout;
  const read = `read as ${formatNames[format] ?? format}: ${count(items)} items`;
  return [
    dryRun ? colour.yellow(`nothing imported (dry run), ${read}`) : `${colour.green('imported')}, ${read}`,
    ...(unused.length === 0 ? [] : [`not used: ${unused.map((field) => JSON.stringify(field)).join(', ')}`]),
    '',
    taskSetsText(taskSet === undefined ? [] : [taskSet], style),
    ...(dryRun ? previewText(preview, style) : []),
  ].join('\n');
};
