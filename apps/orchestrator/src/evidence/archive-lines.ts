import { createHash } from 'node:crypto';
import { canonicalJson } from '@ao/kernel';

/** What a line of the archive holds; the kinds come in this order, `end` once and last. */
export type ArchiveKind = 'archive' | 'task_set' | 'configuration' | 'content' | 'event' | 'ledger' | 'end';

/** A line before it has its place and its hash. */
export interface ArchiveEntry {
  readonly kind: Exclude<ArchiveKind, 'end'>;
  readonly data: object;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The lines of an archive, each with its line feed: `{"line":n,"kind":K,"data":D,"sha256":H}`, where D is canonical JSON and H the
 * SHA-256 in hex of `<H of the line before, nothing for the first>\n<canonical JSON of {line, kind, data}>`. The last line has the number
 * of lines before it and the H of the last of them. The format is public: docs/evidence.md.
 */
export function* archiveLines(entries: Iterable<ArchiveEntry>): Generator<string> {
  let line = 0;
  let root = '';
  const chained = (kind: ArchiveKind, data: object): string => {
    line += 1;
    root = sha256(`${root}\n${canonicalJson({ line, kind, data })}`);
    return `{"line":${line},"kind":"${kind}","data":${canonicalJson(data)},"sha256":"${root}"}\n`;
  };
  for (const { kind, data } of entries) yield chained(kind, data);
  yield chained('end', { lines: line, root });
}
