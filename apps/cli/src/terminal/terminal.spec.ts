import { styleFor, type Sink } from './terminal.js';

const sink = (isTTY: boolean, columns?: number): Sink => ({ isTTY, columns }) as Sink;
const coloured = (target: Sink, env: NodeJS.ProcessEnv): boolean => styleFor(target, env).colour.isColorSupported;

it('colours terminals alone, unless the environment says otherwise', () => {
  expect(coloured(sink(true), {})).toBe(true);
  expect(coloured(sink(false), {})).toBe(false);
  expect(coloured(sink(true), { NO_COLOR: '1' })).toBe(false);
  expect(coloured(sink(true), { TERM: 'dumb' })).toBe(false);
  expect(coloured(sink(false), { FORCE_COLOR: '1' })).toBe(true);
  expect(coloured(sink(false), { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
});

it('keeps lines between 60 and 120 characters, 80 where nobody says', () => {
  expect(
    [sink(true, 40), sink(true, 100), sink(true, 300), sink(false)].map((target) => styleFor(target, {}).width),
  ).toEqual([60, 100, 120, 80]);
  expect(styleFor(sink(false), { COLUMNS: '90' }).width).toBe(90);
});
