import { csvHeader, csvLines } from './export-csv.js';

it('writes one line for each outcome, quotes what must be quoted, and leaves cells empty', () => {
  const outcome = {
    ordinal: 3,
    itemId: 'a,"b"',
    slice: 'a, b',
    split: 'dev',
    run: 1,
    solved: false,
    score: 0.5,
    latencyMs: 1.25,
    tokensIn: 1,
    tokensOut: 2,
    costMicros: 3,
    error: 'two\nlines',
    limitReached: '',
    refused: true,
    outputChars: 12,
    touchedScorer: false,
  } as const;
  expect(csvLines([outcome])).toBe('3,"a,""b""",false,0.5,,1.25,1,2,3,,"two\nlines",,"a, b",dev,1,true,12,false\r\n');
  expect(csvHeader.split(',')).toHaveLength(18);
});

it('writes no cell that a spreadsheet would run', () => {
  const outcome = { itemId: '=1+1', slice: '@cmd', error: '-x', split: 'dev', limitReached: '' };
  expect(csvLines([outcome as never])).toContain("'=1+1");
  expect(csvLines([outcome as never])).toContain("'@cmd");
  expect(csvLines([outcome as never])).toContain("'-x");
});
