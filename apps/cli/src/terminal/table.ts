import Table from 'cli-table3';
import type { Style } from './terminal.js';

/** One column: its heading, and how its cells stand. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row, style: Style) => string;
  readonly align?: 'left' | 'right';
  /** Gives way first when the table is too wide: its cells are cut. */
  readonly flexible?: boolean;
}

const none = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
];
const noBorders = Object.fromEntries(none.map((name) => [name, ''])) as Record<string, string>;
const gap = 2;

const escapes = /\u001b\[\d+(;\d+)*m/gu;

/** Characters that a text takes on the screen. */
export const widthOf = (text: string): number => text.replace(escapes, '').length;

const widest = (cells: readonly string[]): number => Math.max(0, ...cells.map(widthOf));

const widths = <Row>(
  columns: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
  { width, whole }: Style,
): number[] => {
  const natural = columns.map(({ head }, index) => widest([head, ...cells.map((row) => row[index] ?? '')]) + gap);
  const over = natural.reduce((sum, each) => sum + each, -gap) - width;
  const flexible = columns.findIndex((column) => column.flexible === true);
  if (whole || over <= 0 || flexible < 0) return natural;
  return natural.map((each, index) => (index === flexible ? Math.max(8, each - over) : each));
};

/** Rows under headings, without borders, on a terminal no wider than the style where a flexible column can give way. Ends without a line break. */
export const table = <Row>(rows: readonly Row[], columns: readonly Column<Row>[], style: Style): string => {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row, style)));
  const drawn = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
    head: columns.map(({ head }) => (head === '' ? '' : style.colour.dim(head))),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: widths(columns, cells, style),
    truncate: '…',
  });
  drawn.push(...cells.map((row) => [...row]));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};
