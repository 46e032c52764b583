import { filtersOf, type TaskSetRow as ServedTaskSet, topics } from '@ao/contracts';
import { isOld, owned, snakeCase } from '../view/fold-rules.js';
import type { FoldRow, View } from '../view/view.js';

/** A version of a task set; `reference` is its id, "name@hash". */
export type TaskSetRow = FoldRow<ServedTaskSet>;

/** Every version of every task set. */
export const taskSets: View<TaskSetRow> = {
  name: 'task-sets',
  revision: 1,
  filters: filtersOf('task-sets'),
  about: { topic: topics.taskSet.name, keyOf: (id) => id.split('@')[0] ?? id },
  rules: {
    'taskset.registered': {
      row: ({ data }) => (data.taskSet === undefined ? undefined : `${data.taskSet.name}@${data.taskSet.hash}`),
      fold: (row, fact, meta) => {
        if (isOld(row, meta)) return row;
        const { task_set } = snakeCase(fact) as { task_set: TaskSetRow };
        return { ...task_set, reference: `${task_set.name}@${task_set.hash}`, ...owned(row, meta) };
      },
    },
  },
};
