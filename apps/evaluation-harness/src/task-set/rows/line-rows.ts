import { readRow, type Checked } from '@ao/domain-evaluation';
import type { JsonObject } from '@ao/kernel';
import { longestLine, type RowReader, type TakeRow } from './row-reader.js';

const newline = 0x0a;
const blank = new Set([0x20, 0x09, 0x0d]);

/** Throws on bytes that are not UTF-8; a byte order mark is left out. */
const decoder = new TextDecoder('utf-8', { fatal: true });

const rowOf = (bytes: Uint8Array): Checked<JsonObject> => {
  try {
    return readRow(decoder.decode(bytes));
  } catch {
    return { ok: false, problem: 'is not UTF-8' };
  }
};

/** JSON Lines: an object a line; blank lines are left out but counted. A line that is too long is never held as a whole. */
export class LineRows implements RowReader {
  private number = 0;
  private held: Uint8Array[] = [];
  private bytes = 0;

  /** `wholeLines`: every push ends with the end of a line, whether or not its last byte says so. */
  constructor(
    private readonly take: TakeRow,
    private readonly wholeLines = false,
  ) {}

  async push(bytes: Uint8Array): Promise<void> {
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      this.hold(bytes.subarray(start, end));
      await this.endLine();
      start = end + 1;
    }
    this.hold(bytes.subarray(start));
    if (this.wholeLines && start < bytes.length) await this.endLine();
  }

  async end(): Promise<void> {
    if (this.bytes > 0) await this.endLine();
  }

  private hold(piece: Uint8Array): void {
    this.bytes += piece.length;
    if (this.bytes <= longestLine && piece.length > 0) this.held.push(piece);
  }

  private async endLine(): Promise<void> {
    const [line, length] = [this.held, this.bytes];
    this.number += 1;
    this.held = [];
    this.bytes = 0;
    if (length > longestLine)
      await this.take(this.number, {
        ok: false,
        problem: `has ${length} bytes; a line has at most ${longestLine}`,
      });
    else await this.read(line.length === 1 ? (line[0] as Uint8Array) : Buffer.concat(line));
  }

  private async read(bytes: Uint8Array): Promise<void> {
    if (!bytes.every((byte) => blank.has(byte))) await this.take(this.number, rowOf(bytes));
  }
}
