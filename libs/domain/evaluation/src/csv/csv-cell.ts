/** What a spreadsheet may run as a formula: OWASP, "CSV Injection". Quotes before it are ours: see `neutralised`. */
const formula = /^'*[=+\-@\t\r]/u;

/**
 * Text that no spreadsheet runs: a cell that begins with = + - @, a tab or a carriage return gets a single quote before it. A cell that
 * already has such quotes gets one more, so that `asWritten` gives back every text as it was.
 */
export const neutralised = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** The text before `neutralised`. */
export const asWritten = (cell: string): string => (cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell);

const quoted = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One cell of RFC 4180, quoted where it must be. Texts are neutralised; a number is none, whatever its sign. Undefined: empty. */
export const csvCell = (value: string | number | boolean | undefined): string =>
  typeof value === 'string' ? quoted(neutralised(value)) : quoted(String(value ?? ''));

/** One line of RFC 4180. */
export const csvLine = (cells: readonly (string | number | boolean | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;
