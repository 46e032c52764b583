import { cut } from './format.js';
import { table, type Column } from './table.js';
import type { Style } from './terminal.js';
import { wrap } from './wrap.js';

/** A table whose rows are each followed by a sentence, in as many lines as it takes; an empty one takes none. */
export const notedTable = <Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  note: (row: Row) => string,
  style: Style,
): string => {
  const [head, ...lines] = table(rows, columns, style).split('\n');
  const noteLines = (row: Row): string[] => wrap(note(row), style.width - 2).filter((text) => text !== '');
  const noted = (line: string, index: number): string[] => [
    line,
    ...noteLines(rows[index] as Row).map((text) =>
      style.colour.dim(`  ${style.whole ? text : cut(text, style.width - 2)}`),
    ),
  ];
  return [head, ...lines.flatMap(noted)].join('\n');
};
