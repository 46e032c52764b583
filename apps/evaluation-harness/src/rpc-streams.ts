import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { from, type Observable } from 'rxjs';

const waitForRoom = async (call: Writable): Promise<void> => {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  call.once('close', leave).once('cancelled', leave);
  try {
    await once(call, 'drain', { signal: gone.signal });
  } catch {
    // The client has left: the iteration ends by itself.
  } finally {
    call.off('close', leave).off('cancelled', leave);
  }
};

async function* paced<Message>(messages: AsyncIterable<Message>, call: Writable): AsyncGenerator<Message> {
  for await (const message of messages) {
    yield message;
    if (call.writableNeedDrain && !call.destroyed) await waitForRoom(call);
  }
}

/** Answers a call with a stream that never runs ahead of the client, so that nothing piles up here. */
export const answerWith = <Message>(messages: AsyncIterable<Message>, call: Writable): Observable<Message> => from(paced(messages, call));

/** The requests of a client's stream, one by one: the client waits while one is worked on. */
export async function* requestsOf<Message>(requests: Observable<Message>, call: Readable): AsyncGenerator<Message> {
  const waiting: Message[] = [];
  let ended = false;
  let failure: unknown;
  let wake = (): void => undefined;
  const subscription = requests.subscribe({
    next: (message) => {
      waiting.push(message);
      call.pause();
      wake();
    },
    error: (error: unknown) => {
      failure = error;
      ended = true;
      wake();
    },
    complete: () => {
      ended = true;
      wake();
    },
  });
  try {
    for (;;) {
      const message = waiting.shift();
      if (message !== undefined) yield message;
      else if (ended) break;
      else await new Promise<void>((resolve) => ((wake = resolve), void call.resume()));
    }
    if (failure !== undefined) throw failure;
  } finally {
    subscription.unsubscribe();
    call.resume();
  }
}
