import { DomainError, type Json } from '@ao/kernel';
import { setImmediate } from 'node:timers/promises';
import { member } from '../scoring/shape.js';
import type { TaskItem } from '../specialist.js';
import type { FeatureReader, Features } from './features.js';
import { messageOf } from './message.js';

/** One text as a sparse row. */
export interface Row {
  /** Index into the labels. */
  readonly label: number;
  readonly columns: Int32Array;
  readonly weights: Float32Array;
}

/** The train split, ready to fit: buckets that occur are numbered as columns, labels in alphabetical order. */
export interface TrainingRows {
  readonly labels: readonly string[];
  /** Rows per label. */
  readonly counts: readonly number[];
  readonly columnOf: ReadonlyMap<number, number>;
  readonly rows: readonly Row[];
}

/** More labels than this are no validation task. */
const mostLabels = 200;
/** Items between two yields to the event loop. */
const batch = 100;

const labelOf = ({ id, target }: TaskItem): string => {
  const label: Json | undefined = member(target, 'label');
  if (typeof label !== 'string') throw new DomainError('invalid_argument', `item ${id}: target.label must be a string`);
  return label;
};

const rowOf = (features: Features, columnOf: Map<number, number>): Omit<Row, 'label'> => {
  const columns = new Int32Array(features.size);
  const weights = new Float32Array(features.size);
  let next = 0;
  for (const [bucket, weight] of features) {
    const column = columnOf.get(bucket) ?? columnOf.size;
    columnOf.set(bucket, column);
    columns[next] = column;
    weights[next++] = weight;
  }
  return { columns, weights };
};

const sortedLabels = (names: readonly string[]): readonly string[] => {
  const labels = [...new Set(names)].sort();
  if (labels.length < 2)
    throw new DomainError(
      'failed_precondition',
      `the train split must hold items of at least two labels, it holds ${labels.length}`,
    );
  if (labels.length > mostLabels)
    throw new DomainError(
      'failed_precondition',
      `the train split has ${labels.length} labels, at most ${mostLabels} can be learned`,
    );
  return labels;
};

/** Reads the train split into rows; throws `failed_precondition` when there is nothing to tell apart. Yields to the event loop as it goes. */
export const readTrainingRows = async (read: FeatureReader, items: AsyncIterable<TaskItem>): Promise<TrainingRows> => {
  const columnOf = new Map<number, number>();
  const names: string[] = [];
  const unlabelled: Omit<Row, 'label'>[] = [];
  for await (const item of items) {
    names.push(labelOf(item));
    unlabelled.push(rowOf(read(messageOf(item.input)).features, columnOf));
    if (names.length % batch === 0) await setImmediate();
  }
  const labels = sortedLabels(names);
  const rows = unlabelled.map((row, index) => ({ ...row, label: labels.indexOf(names[index] ?? '') }));
  return { labels, counts: labels.map((_, label) => rows.filter((row) => row.label === label).length), columnOf, rows };
};
