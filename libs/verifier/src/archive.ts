import { createHash } from 'node:crypto';
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what an archive says is not known before it was checked, and what does not fit gives NaN, which equals nothing
export type Json = any;
/** RFC 8785: what JSON.parse made prints as ECMAScript prints it. */
export const canonical = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join()}}`;
};
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Where two values differ, by their paths; numbers beyond the rounding of another order of additions. */
export const differences = (expected: Json, found: Json, path: string): string[] => {
  const near =
    typeof expected === 'number' &&
    typeof found === 'number' &&
    Math.abs(expected - found) <= 1e-9 * Math.max(1, Math.abs(expected), Math.abs(found));
  if (near || canonical(expected) === canonical(found)) return [];
  if ([expected, found].some((each) => typeof each !== 'object' || each === null))
    return [`expected ${path} ${canonical(expected)}, found ${canonical(found)}`];
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])].flatMap((key) =>
    differences(expected[key], found[key], `${path}.${key}`),
  );
};
const kinds = ['archive', 'task_set', 'configuration', 'event', 'ledger', 'end'];
/** Checks a line against the one before, and says what it says. One change is reported once: the chain goes on from what the file says. */
export const readLine = (
  text: string,
  at: number,
  before: Json,
  report: (line: number, what: string) => void,
): Json => {
  const { line, kind, data, sha256: found } = JSON.parse(text) as Json;
  const hash = sha256(`${before.sha256}\n${canonical({ line, kind, data })}`);
  if (line !== before.line + 1)
    report(at, `expected line ${before.line + 1}, found line ${line}: lines are missing, added or swapped`);
  if (found !== hash)
    report(at, `expected sha256 ${hash}, found ${found}: this line was changed, or what is before it`);
  if (text !== `{"line":${line},"kind":"${kind}","data":${canonical(data)},"sha256":"${found}"}`)
    report(at, 'expected canonical JSON, found the same written otherwise');
  if (kinds.indexOf(kind) < kinds.indexOf(before.kind) || before.kind === 'end')
    report(at, `expected no line of kind ${kind} after ${before.kind}`);
  if (kind === 'end')
    differences({ lines: before.line, root: before.sha256 }, data, 'data').forEach((what) => report(at, what));
  return { line, kind, data, sha256: kind === 'end' ? before.sha256 : found };
};
