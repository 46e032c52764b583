import type { ServerWritableStream } from '@grpc/grpc-js';
import { Observable, type Subscriber } from 'rxjs';

type Call = ServerWritableStream<unknown, unknown>;

const drained = (call: Call): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      call.off('drain', go).off('close', go).off('cancelled', go);
      resolve();
    };
    call.once('drain', go).once('close', go).once('cancelled', go);
  });

const pump = async <Message>(
  messages: AsyncIterable<Message>,
  call: Call,
  subscriber: Subscriber<Message>,
): Promise<void> => {
  for await (const message of messages) {
    if (subscriber.closed || call.cancelled) return;
    subscriber.next(message);
    if (call.writableNeedDrain) await drained(call);
  }
};

/**
 * A server-streaming answer for Nest: takes the next message only when the client has room for it, and ends the iteration when the
 * client goes away. `call` is the third argument that Nest hands to a gRPC method.
 */
export const streamed = <Message>(messages: AsyncIterable<Message>, call: Call): Observable<Message> =>
  new Observable<Message>((subscriber) => {
    pump(messages, call, subscriber).then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
  });
