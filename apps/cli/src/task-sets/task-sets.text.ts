import { brief, count } from '../terminal/format.js';
import { notedTable } from '../terminal/noted-table.js';
import type { Style } from '../terminal/terminal.js';

/** A version of a task set. */
export interface TaskSetRow {
  readonly name: string;
  readonly hash: string;
  readonly role: string;
  readonly train: number;
  readonly dev: number;
  readonly holdout: number;
  readonly documents: number;
  readonly source: string;
  readonly licence: string;
}

/** One line a version, and where it comes from below. */
export const taskSetsText = (taskSets: readonly TaskSetRow[], style: Style): string => {
  if (taskSets.length === 0) return 'No task set. Import one with: ao taskset import FILE --name NAME --role ROLE';
  return notedTable(
    taskSets,
    [
      { head: 'TASK SET', cell: ({ name }, { colour }) => colour.bold(name) },
      { head: 'VERSION', cell: ({ hash }) => brief(hash, 8) },
      { head: 'ROLE', cell: ({ role }) => role },
      { head: 'TRAIN', cell: ({ train }) => count(train), align: 'right' },
      { head: 'DEV', cell: ({ dev }) => count(dev), align: 'right' },
      { head: 'HOLDOUT', cell: ({ holdout }) => count(holdout), align: 'right' },
      { head: 'DOCUMENTS', cell: ({ documents }) => count(documents), align: 'right' },
    ],
    ({ source, licence }) => `from ${source}, licence ${licence || 'not given'}`,
    style,
  );
};
