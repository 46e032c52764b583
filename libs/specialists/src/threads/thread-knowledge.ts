import type { Knowledge, TaskDocument, TaskItem } from '../specialist.js';
import { errorFromWire, type FromThread, type PageMessage } from './thread-messages.js';

/** Knowledge as a thread sees it: pages that it asks its owner for, one at a time, so that no more than a page is on its way. */
export class ThreadKnowledge {
  private readonly waiting = new Map<number, (page: PageMessage) => void>();
  private streams = 0;

  constructor(private readonly send: (message: FromThread) => void) {}

  /** A page came. */
  receive(page: PageMessage): void {
    this.waiting.get(page.stream)?.(page);
  }

  /** The body of knowledge with this key. */
  of(knowledge: string): Knowledge {
    return {
      documents: () => this.read<TaskDocument>(knowledge, 'documents'),
      items: () => this.read<TaskItem>(knowledge, 'items'),
    };
  }

  private async *read<Row>(knowledge: string, what: 'documents' | 'items'): AsyncGenerator<Row> {
    const stream = ++this.streams;
    let done = false;
    try {
      let page = await this.page(stream, { kind: 'read', stream, knowledge, what });
      for (;;) {
        if (page.error) throw errorFromWire(page.error);
        ({ done } = page);
        yield* page.rows as readonly Row[];
        if (done) return;
        page = await this.page(stream, { kind: 'next', stream });
      }
    } finally {
      this.waiting.delete(stream);
      if (!done) this.send({ kind: 'end', stream });
    }
  }

  private page(stream: number, ask: FromThread): Promise<PageMessage> {
    return new Promise((resolve) => {
      this.waiting.set(stream, resolve);
      this.send(ask);
    });
  }
}
