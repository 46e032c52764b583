import fc from 'fast-check';
import { asWritten, csvCell, csvLine, neutralised } from './csv-cell.js';

it.each([
  ['=1+1', "'=1+1"],
  ['+2', "'+2"],
  ['-2+3', "'-2+3"],
  ['@SUM(1;1)', "'@SUM(1;1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ["'=1", "''=1"],
  ["'quoted'", "'quoted'"],
  ['1+1', '1+1'],
  ['', ''],
])('writes %j as %j', (text, cell) => {
  expect(neutralised(text)).toBe(cell);
  expect(asWritten(cell)).toBe(text);
});

it('gives back every text, and no cell begins a formula', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.tuple(fc.constantFrom("'", "''", '=', '+', '-', '@', '\t', '\r'), fc.string()).map((two) => two.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(asWritten(neutralised(text))).toBe(text);
      expect(neutralised(text)).not.toMatch(/^[=+\-@\t\r]/u);
    }),
  );
});

it('quotes what must be quoted, and leaves numbers alone', () => {
  expect(csvLine(['=HYPERLINK("x","y")', -0.5, true, undefined])).toBe('"\'=HYPERLINK(""x"",""y"")",-0.5,true,\r\n');
  expect(csvCell('two\nlines')).toBe('"two\nlines"');
});
