import { DomainError, type Json } from '@ao/kernel';
import { member } from '../../scoring/shape.js';
import type { TaskItem } from '../../specialist.js';
import type { SparseRows } from './sparse-rows.js';

/** What a fit works on: rows, their labels by number, and which of the rows to learn from. */
export interface FitInput {
  readonly rows: SparseRows;
  readonly labelOfRow: Int32Array;
  /** How many labels there are. */
  readonly labels: number;
  readonly use: Int32Array;
}

/** The labels of a train split, in alphabetical order, and those of its items by number. */
export interface Labels {
  readonly names: readonly string[];
  readonly ofRow: Int32Array;
  /** Rows per label. */
  readonly counts: readonly number[];
}

/** More labels than this are no validation task. */
const mostLabels = 200;

const labelOf = ({ id, target }: TaskItem): string => {
  const label: Json | undefined = member(target, 'label');
  if (typeof label !== 'string') throw new DomainError('invalid_argument', `item ${id}: target.label must be a string`);
  return label;
};

/** Reads the labels; throws `failed_precondition` when there is nothing to tell apart. */
export const labelsOf = (items: readonly TaskItem[]): Labels => {
  const found = items.map(labelOf);
  const names = [...new Set(found)].sort();
  if (names.length < 2)
    throw new DomainError(
      'failed_precondition',
      `the train split must hold items of at least two labels, it holds ${names.length}`,
    );
  if (names.length > mostLabels)
    throw new DomainError(
      'failed_precondition',
      `the train split has ${names.length} labels, at most ${mostLabels} can be learned`,
    );
  const numbers = new Map(names.map((name, number) => [name, number]));
  const ofRow = Int32Array.from(found, (name) => numbers.get(name) ?? 0);
  const counts = names.map(() => 0);
  ofRow.forEach((label) => (counts[label]! += 1));
  return { names, ofRow, counts };
};
