import { brief, count } from '../terminal/format.js';
import { notedTable } from '../terminal/noted-table.js';
import type { Style } from '../terminal/terminal.js';
import { checksOfRow, checksText, type ShownChecks } from './checks.text.js';
import { scorerText } from './scorer.text.js';

/** A version of a task set: a row of /state, or an answer over gRPC. */
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
  readonly scorer?: Readonly<Record<string, unknown>> | null;
  readonly checks?: Parameters<typeof checksOfRow>[0] | ShownChecks | null;
  readonly archived?: boolean;
  readonly deleted?: boolean;
}

const checksNote = ({ checks }: TaskSetRow): readonly string[] => {
  if (checks == null) return [];
  const text = checksText('holdoutSeen' in checks ? checks : checksOfRow(checks));
  return text === '' ? [] : [text];
};

const noteOf = (row: TaskSetRow): string => {
  const { source, licence, scorer, archived, deleted } = row;
  return [
    `from ${source}, licence ${licence || 'not given'}`,
    ...(scorer == null ? [] : [`scored by ${scorerText(scorer)}`]),
    ...(deleted ? ['DELETED'] : archived ? ['ARCHIVED'] : []),
    ...checksNote(row),
  ].join('; ');
};

/** One line a version, and below where it comes from, how it is scored and what is wrong with it. */
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
    noteOf,
    style,
  );
};
