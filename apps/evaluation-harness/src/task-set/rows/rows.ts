import { formatOf, type Format } from '@ao/domain-evaluation';
import { ArrayRows } from './array-rows.js';
import { CsvRows } from './csv-rows.js';
import { LineRows } from './line-rows.js';
import type { RowKind, RowReader, TakeRow } from './row-reader.js';

/** How a file is read, and who hears of its rows. */
export interface RowsTaken {
  readonly kind: RowKind;
  /** Absent: told by the first character that is no white space. */
  readonly format?: Format;
  readonly take: TakeRow;
  /** Hears of the format as soon as it is known. */
  readonly onFormat: (format: Format) => void;
  /** Hears of the columns of a CSV. */
  readonly onHeader: (columns: readonly string[]) => void;
}

const opened = (format: Format, { kind, take, onFormat, onHeader }: RowsTaken): RowReader => {
  onFormat(format);
  switch (format) {
    case 'jsonl':
      return new LineRows(take);
    case 'json':
      return new ArrayRows(kind, take);
    case 'csv':
      return new CsvRows(kind, take, onHeader);
  }
};

/** White space that a file may begin with before its format is asked for. */
const longestBeginning = 10_000;

/** Waits for the first character that tells the format. */
class AnyRows implements RowReader {
  private reader: RowReader | undefined;
  private held = Buffer.alloc(0);

  constructor(private readonly taken: RowsTaken) {}

  async push(bytes: Uint8Array): Promise<void> {
    if (this.reader !== undefined) return this.reader.push(bytes);
    this.held = Buffer.concat([this.held, bytes]);
    const format = formatOf(this.held.toString('utf8'));
    if (format !== undefined || this.held.length > longestBeginning) await this.open(format ?? 'jsonl');
  }

  async end(): Promise<void> {
    if (this.reader === undefined && this.held.length > 0) await this.open('jsonl');
    await this.reader?.end();
  }

  private open(format: Format): Promise<void> {
    this.reader = opened(format, this.taken);
    return this.reader.push(this.held);
  }
}

/** A reader of rows in the format that is asked for, or that the file shows. */
export const rowsOf = (taken: RowsTaken): RowReader =>
  taken.format === undefined ? new AnyRows(taken) : opened(taken.format, taken);
