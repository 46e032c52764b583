import { once } from 'node:events';
import { asWritten, checkedRow, type Checked } from '@ao/domain-evaluation';
import type { JsonObject } from '@ao/kernel';
import { parse, type Parser } from 'csv-parse';
import { longestLine, textDecoder, unreadable, type RowKind, type RowReader, type TakeRow } from './row-reader.js';

/** Characters in which the end of the header line must come. */
const longestHeader = 100_000;

interface Record {
  readonly record: readonly string[];
  /** `lines`: on which the record ends. */
  readonly info: { readonly lines: number };
}

/** Of comma, semicolon and tab the one that is most often in the header. */
const delimiterOf = (header: string): string => {
  const count = (character: string): number => header.split(character).length - 1;
  return [',', ';', '\t'].toSorted((one, other) => count(other) - count(one))[0] as string;
};

/** CSV with a header (RFC 4180; comma, semicolon or tab). Cells that were neutralised for spreadsheets are read as they were written. */
export class CsvRows implements RowReader {
  private readonly decode;
  private beginning = '';
  private parser: Parser | undefined;
  private taken: Promise<void> = Promise.resolve();
  private columns: readonly string[] | undefined;

  /** `onHeader` hears of the columns before the first row; what it throws ends the import. */
  constructor(
    private readonly kind: RowKind,
    private readonly take: TakeRow,
    private readonly onHeader: (columns: readonly string[]) => void,
  ) {
    this.decode = textDecoder(kind);
  }

  async push(bytes: Uint8Array): Promise<void> {
    const text = this.decode(bytes);
    if (this.parser !== undefined) return this.write(text);
    this.beginning += text;
    if (/[\r\n]/u.test(this.beginning.trimStart()) || this.beginning.length > longestHeader) await this.open();
  }

  async end(): Promise<void> {
    this.beginning += this.decode();
    if (this.parser === undefined) await this.open();
    this.parser?.end();
    await this.taken;
    if (this.columns === undefined) throw unreadable(this.kind, 'holds no header');
  }

  private open(): Promise<void> {
    const delimiter = delimiterOf(this.beginning.trimStart().split(/[\r\n]/u, 1)[0] as string);
    this.parser = parse({
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: longestLine,
    });
    this.taken = this.takeAll(this.parser);
    // Whoever pushes or ends next hears of it.
    this.taken.catch(() => undefined);
    return this.write(this.beginning);
  }

  private async write(text: string): Promise<void> {
    const { parser } = this;
    if (parser === undefined || parser.destroyed) return this.taken;
    if (!parser.write(text)) await Promise.race([once(parser, 'drain'), this.taken]);
  }

  private async takeAll(parser: Parser): Promise<void> {
    try {
      for await (const { record, info } of parser as AsyncIterable<Record>) await this.takeRecord(record, info.lines);
    } catch (error) {
      const { code, lines, message } = error as { code?: string; lines?: number; message: string };
      throw code?.startsWith('CSV_') ? unreadable(`${this.kind}:${lines ?? 1}`, `is no CSV: ${message}`) : error;
    }
  }

  private async takeRecord(record: readonly string[], line: number): Promise<void> {
    if (this.columns === undefined) this.begin(record, line);
    else await this.take(line, this.rowOf(this.columns, record));
  }

  private begin(record: readonly string[], line: number): void {
    const columns = record.map((name, at) => asWritten(name.trim()) || `column ${at + 1}`);
    const twice = columns.find((name, at) => columns.indexOf(name) < at);
    if (twice !== undefined)
      throw unreadable(`${this.kind}:${line}`, `has the column ${JSON.stringify(twice.slice(0, 100))} twice`);
    this.onHeader(columns);
    this.columns = columns;
  }

  private rowOf(columns: readonly string[], record: readonly string[]): Checked<JsonObject> {
    return record.length === columns.length
      ? checkedRow(Object.fromEntries(columns.map((name, at) => [name, asWritten(record[at] as string)])))
      : { ok: false, problem: `has ${record.length} cells where the header has ${columns.length}` };
  }
}
