import type { Knowledge, TaskDocument, TaskItem } from '../specialist.js';
import { wireError, type FromThread, type PageMessage } from './thread-messages.js';

type Row = TaskDocument | TaskItem;
type ReadMessage = Extract<FromThread, { stream: number }>;

/** Rows of one page, and roughly its characters: what is copied into a thread at once takes the platform some milliseconds. */
const pageRows = 200;
const pageChars = 500_000;

const charsOf = (row: Row): number => ('text' in row ? row.text.length : JSON.stringify(row.input).length);

/** The next rows, and whether they are the last. */
const nextPage = async (rows: AsyncIterator<Row>): Promise<{ rows: readonly Row[]; done: boolean }> => {
  const page: Row[] = [];
  for (let chars = 0; page.length < pageRows && chars < pageChars;) {
    const { value, done } = await rows.next();
    if (done) return { rows: page, done: true };
    page.push(value);
    chars += charsOf(value);
  }
  return { rows: page, done: false };
};

/** Gives the knowledge of a thread's sessions into the thread, page by page as it asks. */
export class KnowledgePages {
  private readonly open = new Map<number, AsyncIterator<Row>>();

  constructor(
    private readonly knowledgeOf: (key: string) => Knowledge | undefined,
    private readonly send: (page: PageMessage) => void,
  ) {}

  /** The thread asks for the first page, the next one, or no more. */
  receive(message: ReadMessage): void {
    if (message.kind === 'end') return this.end(message.stream);
    void this.answer(message);
  }

  /** The thread is gone: nothing is read any more. */
  close(): void {
    [...this.open.keys()].forEach((stream) => this.end(stream));
  }

  private begin({ stream, knowledge, what }: Extract<ReadMessage, { kind: 'read' }>): void {
    const found = this.knowledgeOf(knowledge);
    const rows = what === 'documents' ? found?.documents() : found?.items('train');
    if (rows) this.open.set(stream, rows[Symbol.asyncIterator]());
  }

  private async answer(message: Exclude<ReadMessage, { kind: 'end' }>): Promise<void> {
    const { stream } = message;
    try {
      if (message.kind === 'read') this.begin(message);
      const page = await nextPage(this.rowsOf(stream));
      if (page.done) this.open.delete(stream);
      this.send({ kind: 'page', stream, ...page });
    } catch (error) {
      this.fail(stream, error);
    }
  }

  private rowsOf(stream: number): AsyncIterator<Row> {
    const rows = this.open.get(stream);
    if (rows === undefined) throw new Error('there is no such knowledge any more');
    return rows;
  }

  private fail(stream: number, error: unknown): void {
    this.open.delete(stream);
    this.send({ kind: 'page', stream, rows: [], done: true, error: wireError(error) });
  }

  private end(stream: number): void {
    const rows = this.open.get(stream);
    this.open.delete(stream);
    void rows?.return?.().catch(() => undefined);
  }
}
