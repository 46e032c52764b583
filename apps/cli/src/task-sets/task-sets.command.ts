import { listed } from '../connection/lists.js';
import type { CommonOptions } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';
import { importTaskSet } from './import.js';
import { taskSetsText, type TaskSetRow } from './task-sets.text.js';

interface ImportOptions extends CommonOptions {
  readonly name: string;
  readonly role: string;
  readonly corpus?: string;
  readonly licence?: string;
}

/** `ao tasksets`, `ao taskset import FILE`. */
export const taskSetCommands: AddCommand = (program, open) => {
  subcommand(program, 'tasksets', 'list the task sets').action(async (options: CommonOptions) => {
    const session = open(options);
    const { more: _, ...page } = await listed<TaskSetRow>(session, '/state/task-sets', {}, Infinity);
    session.show(page, (style) => taskSetsText(page.items, style));
  });
  const taskSet = program.command('taskset').description('work with one task set');
  subcommand(taskSet, 'import <file>', 'import JSON Lines of items {id, input, target, metadata}; all or nothing')
    .requiredOption('--name <name>', 'name of the task set: [a-z][a-z0-9-]{0,62}')
    .requiredOption('--role <role>', 'role whose agents can be trained on it')
    .option('--corpus <file>', 'JSON Lines of documents {id, title, text}, for the role recall')
    .option('--licence <id>', 'SPDX licence of the data')
    .action(async (file: string, { name, role, corpus, licence = '', ...options }: ImportOptions) => {
      const session = open(options);
      const row = await importTaskSet(session, { items: file, documents: corpus, name, role, licence });
      session.show(
        row,
        (style) => `${style.colour.green('imported')}\n\n${taskSetsText(row === undefined ? [] : [row], style)}`,
      );
    });
};
