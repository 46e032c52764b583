import { arrayReader, readRow } from '@ao/domain-evaluation';
import { longestLine, textDecoder, unreadable, type RowKind, type RowReader, type TakeRow } from './row-reader.js';

/** One JSON array of objects. */
export class ArrayRows implements RowReader {
  private readonly decode;
  private readonly elements = arrayReader(longestLine);

  constructor(
    private readonly kind: RowKind,
    private readonly take: TakeRow,
  ) {
    this.decode = textDecoder(kind);
  }

  push(bytes: Uint8Array): Promise<void> {
    return this.read(this.decode(bytes));
  }

  async end(): Promise<void> {
    await this.read(this.decode());
    this.asProblem(() => this.elements.end());
  }

  private async read(piece: string): Promise<void> {
    for (const { line, text } of this.asProblem(() => this.elements.push(piece))) await this.take(line, readRow(text));
  }

  private asProblem<Result>(run: () => Result): Result {
    try {
      return run();
    } catch (error) {
      throw unreadable(this.kind, `${(error as Error).message}; it is read as one JSON array`);
    }
  }
}
