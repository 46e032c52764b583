import type { Configuration } from '../jobs/rows.js';
import { many, parameterValue } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';

/** Names of the parameters that differ, in order. */
export const changedParameters = (before: Configuration, after: Configuration): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));

/** The patch as a diff: two lines a parameter that changed, and how many stayed. */
export const patchText = (
  before: Configuration,
  after: Configuration,
  { colour }: Style,
  texts?: ReadonlyMap<string, string>,
): string => {
  const changed = changedParameters(before, after);
  if (changed.length === 0) return 'No parameter differs.';
  const width = Math.max(...changed.map((name) => name.length));
  const line = (sign: string, name: string, value: unknown): string =>
    `${sign} ${name.padEnd(width)}  ${parameterValue(value, texts)}`;
  const same = Object.keys(after).length - changed.filter((name) => name in after).length;
  return [
    ...changed.flatMap((name) => [
      ...(name in before ? [colour.red(line('-', name, before[name]))] : []),
      ...(name in after ? [colour.green(line('+', name, after[name]))] : []),
    ]),
    ...(same === 0 ? [] : [colour.dim(`${many(same, 'other parameter')} as before.`)]),
  ].join('\n');
};
