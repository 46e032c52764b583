import type { evaluation } from '@ao/contracts';
import type { Command } from 'commander';
import type { CommonOptions } from '../session.js';
import { choice, repeated } from '../subcommand.js';

/** What `ao taskset import` takes. */
export interface ImportOptions extends CommonOptions {
  readonly name?: string;
  readonly role?: string;
  readonly corpus?: string;
  readonly licence?: string;
  readonly format: string;
  readonly map?: readonly string[];
  readonly scorer?: string;
  readonly dryRun?: boolean;
  readonly splitBy?: string;
}

/** A comma before the next part; other commas belong to the name of a field. */
const betweenParts = /,(?=(?:id|input|target|metadata)[^=,]*=)/u;

/** The options of the request. */
export const importOptionsOf = ({
  format,
  map = [],
  scorer = '',
  dryRun = false,
  splitBy,
}: ImportOptions): evaluation.ImportOptions => ({
  format: format === 'auto' ? '' : format,
  map: map.flatMap((entry) => entry.split(betweenParts)),
  scorer,
  dryRun,
  ...(splitBy === undefined ? {} : { splitBy }),
});

/** Adds the options of an import. */
export const withImportOptions = (command: Command): Command =>
  command
    .option('--name <name>', 'name of the task set: [a-z][a-z0-9-]{0,62}; an exported file says its own')
    .option('--role <role>', 'role whose agents can be trained on it; an exported file says its own')
    .option('--corpus <file>', 'documents {id, title, text}, for the role recall')
    .option('--licence <id>', 'SPDX licence of the data')
    .addOption(choice('--format <format>', 'what the file is', ['auto', 'jsonl', 'json', 'csv']).default('auto'))
    .option(
      '--map <parts>',
      'which field or column is what, such as id=nr,input.text=question,target.label=class,metadata.x=topic',
      repeated,
    )
    .option(
      '--scorer <scorer>',
      'exact, any_of, contains, number, json or regex, with options such as number:abs=0.01,from=last or as JSON',
    )
    .addOption(
      choice('--split-by <what>', 'input: copies of one input share a split (default); id: they may cross', [
        'input',
        'id',
      ]),
    )
    .option('--dry-run', 'check and show what would be imported, and import nothing');
