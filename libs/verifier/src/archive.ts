import { createHash } from 'node:crypto';

/** What was read of a line: where it stands in the file, and what it says. */
export interface Line {
  readonly line: number;
  readonly kind: string;
  readonly data: unknown;
}

/** What a line should have said. */
export interface Difference {
  readonly line: number;
  readonly what: string;
}

export type Report = (line: number, what: string) => void;

/** RFC 8785. Numbers that JSON.parse made print as they were read. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const order = ['archive', 'task_set', 'configuration', 'event', 'ledger', 'end'];
const once: readonly string[] = ['archive', 'task_set', 'end'];

/** The chain of hashes, line by line. After a difference it goes on from what the file says, so that one change is reported once. */
export class Chain {
  count = 0;
  root = '';
  private number = 0;
  private kind = 'none';

  constructor(private readonly report: Report) {}

  /** What a line says; undefined for one that cannot be read. */
  read(text: string): Line | undefined {
    this.count += 1;
    try {
      return this.check(JSON.parse(text), text);
    } catch (error) {
      this.report(this.count, `expected a line of the archive, found ${JSON.stringify(text.slice(0, 60))}: ${(error as Error).message}`);
      return undefined;
    }
  }

  private check({ line, kind, data, sha256: found }: Line & { sha256: string }, text: string): Line {
    const say = (what: string): void => this.report(this.count, what);
    if (line !== this.number + 1) say(`expected line ${this.number + 1}, found line ${line}: lines are missing, swapped or added`);
    const hash = sha256(`${this.root}\n${canonical({ line, kind, data })}`);
    if (found !== hash) say(`expected SHA-256 ${hash}, found ${found}: this line or the one before was changed`);
    if (text !== `{"line":${line},"kind":"${kind}","data":${canonical(data)},"sha256":"${found}"}`) say('expected canonical JSON, found the same written otherwise');
    const step = order.indexOf(kind) - order.indexOf(this.kind);
    if (!order.includes(kind) || step < 0 || (step === 0 && once.includes(kind))) say(`expected no line of kind ${kind} after one of kind ${this.kind}`);
    if (kind === 'end' && canonical(data) !== canonical({ lines: this.number, root: this.root })) say(`expected the end of ${this.number} lines with root ${this.root}`);
    [this.number, this.kind, this.root] = [line, kind, kind === 'end' ? this.root : found];
    return { line: this.count, kind, data };
  }

  /** To be called after the last line. */
  end(): void {
    if (this.kind !== 'end') this.report(this.count + 1, 'expected the line of kind end, found the end of the file');
  }
}
