import { styleFor, plainStyle } from './terminal.js';
import { table, widthOf } from './table.js';

const rows = [
  { name: 'recall', text: 'a very long text that does not fit into a narrow table by any means at all, and then some' },
  { name: 'mail-guard', text: 'short' },
];
const columns = [
  { head: 'NAME', cell: ({ name }: (typeof rows)[number]) => name },
  { head: 'TEXT', cell: ({ text }: (typeof rows)[number]) => text, flexible: true },
];

it('lines cells up under their headings, without trailing blanks', () => {
  const [head, first, second] = table(rows, columns, plainStyle(120)).split('\n');
  expect(head).toBe('NAME        TEXT');
  expect(first?.indexOf('a very')).toBe(12);
  expect(second).toBe('mail-guard  short');
});

it('cuts the flexible column where the terminal is narrow', () => {
  const lines = table(rows, columns, plainStyle(60)).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(lines[1]).toContain('…');
});

it('is as wide with colours as without', () => {
  const coloured = styleFor(process.stdout, { FORCE_COLOR: '1', COLUMNS: '80' });
  const paint = [{ ...columns[0]!, cell: ({ name }: (typeof rows)[number]) => coloured.colour.red(name) }, columns[1]!];
  const drawn = table(rows, paint, coloured);
  expect(drawn).toContain('\u001b[31m');
  expect(drawn.split('\n').map(widthOf)).toEqual(
    table(rows, columns, plainStyle(coloured.width, coloured.whole)).split('\n').map(widthOf),
  );
});
