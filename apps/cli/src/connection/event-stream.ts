import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Gateway, Query } from './gateway.js';
import { unreachable } from './problem.js';

/** One server-sent event. */
export interface StreamedEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data: string;
}

async function* messages(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamedEvent> {
  const decoded = body
    .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
    .pipeThrough(new EventSourceParserStream());
  for await (const message of decoded as unknown as AsyncIterable<StreamedEvent>) yield message;
}

/** The events of a stream until it ends or `signal` ends it. Throws Failure. */
export async function* eventStream(
  gateway: Gateway,
  path: string,
  query: Query,
  signal: AbortSignal,
): AsyncGenerator<StreamedEvent> {
  const response = await gateway.open(path, query, { accept: 'text/event-stream' }, signal);
  if (response.body === null) return;
  try {
    yield* messages(response.body as ReadableStream<Uint8Array>);
  } catch (error) {
    if (signal.aborted) return;
    throw unreachable(response.url, (error as Error).message);
  }
}
