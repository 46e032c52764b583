import { act } from '../connection/actions.js';
import { listed } from '../connection/lists.js';
import type { CommonOptions } from '../session.js';
import { choice, subcommand, type AddCommand } from '../subcommand.js';
import { exportTaskSet } from './export.js';
import { importTaskSet } from './import.js';
import { importOptionsOf, withImportOptions, type ImportOptions } from './import.options.js';
import { importedText } from './imported.text.js';
import { taskSetsText, type TaskSetRow } from './task-sets.text.js';

interface ListOptions extends CommonOptions {
  readonly all?: boolean;
}

const importCommand: AddCommand = (taskSet, open) => {
  withImportOptions(
    subcommand(
      taskSet,
      'import <file>',
      'import items {id, input, target, metadata} from JSON Lines, one JSON array or CSV; "-" is standard input; all or nothing',
    ),
  ).action(async (file: string, given: ImportOptions) => {
    const session = open(given);
    const { corpus, name = '', role = '', licence = '' } = given;
    const request = { items: file, documents: corpus, name, role, licence, options: importOptionsOf(given) };
    const answer = await importTaskSet(session, request);
    session.show(given.dryRun ? answer : (answer.taskSet ?? null), (style) =>
      importedText(answer, given.dryRun === true, style),
    );
  });
};

const exportCommand: AddCommand = (taskSet, open) => {
  subcommand(taskSet, 'export <taskset>', 'write a version, "name" or "name@hash", to standard output')
    .addOption(
      choice('--format <format>', 'jsonl: all of it, can be imported again as it is; items, csv: items alone', [
        'jsonl',
        'items',
        'csv',
      ]).default('jsonl'),
    )
    .action(async (reference: string, { format, ...options }: CommonOptions & { readonly format: string }) =>
      exportTaskSet(open(options), reference, format),
    );
};

const retireCommands: AddCommand = (taskSet, open) => {
  subcommand(taskSet, 'archive <name>', 'take a task set out of use: it starts no new jobs; what was measured stays')
    .option('--undo', 'take it back into use')
    .action(async (name: string, { undo = false, ...options }: CommonOptions & { readonly undo?: boolean }) => {
      const session = open(options);
      const row = await act(session, 'taskset.archive', { name, archived: !undo });
      session.show(row, ({ colour }) => `${colour.green(undo ? 'taken back' : 'archived')} task set ${name}`);
    });
  subcommand(taskSet, 'delete <name>', 'delete every version of a task set on which nothing was measured').action(
    async (name: string, options: CommonOptions) => {
      const session = open(options);
      const row = await act(session, 'taskset.delete', { name });
      session.show(row, ({ colour }) => `${colour.green('deleted')} task set ${name}`);
    },
  );
};

/** `ao tasksets`, `ao taskset import FILE`, `ao taskset export NAME`, `ao taskset archive NAME`, `ao taskset delete NAME`. */
export const taskSetCommands: AddCommand = (program, open) => {
  subcommand(program, 'tasksets', 'list the task sets')
    .option('--all', 'those that are archived or deleted too')
    .action(async ({ all = false, ...options }: ListOptions) => {
      const session = open(options);
      const { more: _, ...page } = await listed<TaskSetRow>(session, '/state/task-sets', {}, Infinity);
      const items = page.items.filter(({ archived = false }) => all || !archived);
      session.show({ ...page, items }, (style) => taskSetsText(items, style));
    });
  const taskSet = program.command('taskset').description('work with one task set');
  importCommand(taskSet, open);
  exportCommand(taskSet, open);
  retireCommands(taskSet, open);
};
