import { filtersOf, type TaskSetRow as ServedTaskSet, topics } from '@ao/contracts';
import { isOld, owned, snakeCase } from '../view/fold-rules.js';
import type { FoldRow, View } from '../view/view.js';

/** A version of a task set; `reference` is its id, "name@hash". */
export type TaskSetRow = FoldRow<ServedTaskSet>;

const noChecks = { copies: 0, contradicting: 0, holdout_seen: 0, near_copies: 0, holdout_near: 0, compared: 0 };

/** What a fact's JSON form leaves out. */
const filled = (taskSet: Partial<TaskSetRow>): Partial<TaskSetRow> => ({
  ...taskSet,
  scorer: taskSet.scorer ?? null,
  split_by: taskSet.split_by ?? 'id',
  checks: taskSet.checks == null ? null : { ...noChecks, ...taskSet.checks },
  archived: false,
  deleted: false,
});

/** Every version of every task set. */
export const taskSets: View<TaskSetRow> = {
  name: 'task-sets',
  revision: 2,
  filters: filtersOf('task-sets'),
  about: { topic: topics.taskSet.name, keyOf: (id) => id.split('@')[0] ?? id },
  rules: {
    'taskset.registered': {
      row: ({ data }) => (data.taskSet === undefined ? undefined : `${data.taskSet.name}@${data.taskSet.hash}`),
      fold: (row, fact, meta) => {
        if (isOld(row, meta)) return row;
        const { task_set } = snakeCase(fact) as { task_set: TaskSetRow };
        const reference = `${task_set.name}@${task_set.hash}`;
        return { ...(filled(task_set) as TaskSetRow), reference, ...owned(row, meta) };
      },
    },
    'taskset.archived': {
      row: ({ data }) => `${data.name}@${data.hash}`,
      fold: (row, { data }, meta) =>
        row === undefined || isOld(row, meta) ? row : { ...row, archived: data.archived, ...owned(row, meta) },
    },
    'taskset.deleted': {
      row: ({ data }) => `${data.name}@${data.hash}`,
      fold: (row, _, meta) =>
        row === undefined || isOld(row, meta) ? row : { ...row, archived: true, deleted: true, ...owned(row, meta) },
    },
  },
};
