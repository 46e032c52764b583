import { canonical, sha256 } from './canonical-json.js';
import { differences } from './differences.js';

/** What a line holds, in the order in which the kinds of lines must come. */
const kinds = ['archive', 'task_set', 'configuration', 'content', 'event', 'ledger', 'end'] as const;

/** One line of an archive: `sha256` vouches for it and for every line before it. */
export interface Line {
  /** From 1. */
  readonly line: number;
  readonly kind: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- read as what such a line should hold; what does not fit differs, or throws and is reported
  readonly data: any;
  readonly sha256: string;
}

/** What the chain begins from. */
export const beforeTheFirst: Line = { line: 0, kind: 'archive', data: null, sha256: '' };

/** Takes down what is wrong with the line in hand. */
export type Report = (what: string) => void;

const textOf = ({ line, kind, data, sha256: hash }: Line): string =>
  `{"line":${line},"kind":"${kind}","data":${canonical(data)},"sha256":"${hash}"}`;

const rank = (kind: string): number => (kinds as readonly string[]).indexOf(kind);

/** The hash of a line: SHA-256 of the hash of the line before, a line feed, and the canonical JSON of what the line says. */
const hashOf = ({ line, kind, data }: Line, before: Line): string =>
  sha256(`${before.sha256}\n${canonical({ line, kind, data })}`);

/**
 * Reads a line and checks it against the one before: its number, its hash, its spelling, its kind. One change is reported once: the chain
 * goes on from the hash that the file gives. The last line counts the lines and repeats the last hash, the root of the file.
 */
export const readLine = (text: string, before: Line, report: Report): Line => {
  const read = JSON.parse(text) as Line;
  const expected = hashOf(read, before);
  if (read.line !== before.line + 1)
    report(`expected line ${before.line + 1}, found line ${read.line}: lines are missing, added or swapped`);
  if (read.sha256 !== expected)
    report(`expected sha256 ${expected}, found ${read.sha256}: this line was changed, or what is before it`);
  if (text !== textOf(read)) report('expected canonical JSON, found the same written otherwise');
  if (rank(read.kind) < rank(before.kind) || before.kind === 'end')
    report(`expected no line of kind ${read.kind} after ${before.kind}`);
  if (read.kind !== 'end') return read;
  differences({ lines: before.line, root: before.sha256 }, read.data, 'data').forEach(report);
  return { ...read, sha256: before.sha256 };
};
