import { setImmediate } from 'node:timers/promises';
import type { ServerReadableStream } from '@grpc/grpc-js';
import { DomainError } from '@ao/kernel';
import type { Observable } from 'rxjs';

type Call = Pick<ServerReadableStream<unknown, unknown>, 'pause' | 'resume' | 'cancelled'>;

/** What has arrived and is not taken yet; one message or few, for the call is paused as soon as one comes. */
class Inbox<Message> {
  private readonly waiting: Message[] = [];
  private ended = false;
  private failure: unknown;
  private wake = (): void => undefined;

  constructor(
    requests: Observable<Message>,
    private readonly call: Call,
  ) {
    call.pause();
    requests.subscribe({
      next: (message) => {
        this.waiting.push(message);
        this.call.pause();
        this.wake();
      },
      error: (error: unknown) => this.end(error),
      complete: () => this.end(undefined),
    });
  }

  private end(failure: unknown): void {
    this.ended = true;
    this.failure = failure;
    this.wake();
  }

  /**
   * The stream of a client that goes away ends like one that was sent whole, and grpc-js says a moment later that it was cancelled:
   * the end of the HTTP/2 stream and its close are two events of the same turn, with a tick between.
   */
  private async requireWhole(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await setImmediate();
    if (this.call.cancelled) throw new DomainError('aborted', 'the client went away in the middle of its stream');
  }

  /** The next message; undefined at the end of the stream. */
  async next(): Promise<Message | undefined> {
    while (this.waiting.length === 0 && !this.ended) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.call.resume();
      });
    }
    if (this.waiting.length > 0) return this.waiting.shift();
    if (this.failure !== undefined) throw this.failure as Error;
    await this.requireWhole();
    return undefined;
  }
}

async function* messagesOf<Message>(inbox: Inbox<Message>): AsyncGenerator<Message> {
  // Nest hands over what came before the handler one turn after the handler returned; nothing newer may overtake it.
  await setImmediate();
  await setImmediate();
  for (let message = await inbox.next(); message !== undefined; message = await inbox.next()) yield message;
}

/**
 * The requests of a client's stream, one by one: the client waits while one is worked on. Call it, and return, before anything is
 * awaited: Nest keeps the first messages back until the handler has answered with an Observable. Throws `aborted` when the client
 * goes away.
 */
export const requestsOf = <Message>(requests: Observable<Message>, call: Call): AsyncIterable<Message> =>
  messagesOf(new Inbox(requests, call));
