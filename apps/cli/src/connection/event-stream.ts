import { createParser } from 'eventsource-parser';
import type { Gateway, Query } from './gateway.js';
import { unreachable } from './problem.js';

/** What a stream of server-sent events holds, in its order. */
export type StreamedItem =
  | { readonly kind: 'event'; readonly id?: string | undefined; readonly data: string }
  /** The reader's place, without anything that happened. */
  | { readonly kind: 'place'; readonly id: string }
  | { readonly kind: 'comment'; readonly text: string };

/** A server that sends nothing, not even its comment every fifteen seconds, is gone. */
const silentMs = 60_000;

/** The items of a text/event-stream. An event carries its own id; a place is an id that came without an event. */
const items = (): TransformStream<string, StreamedItem> => {
  let parser: ReturnType<typeof createParser>;
  let lone: string | undefined;
  let tellLone = (): void => undefined;
  return new TransformStream<string, StreamedItem>({
    start(controller) {
      tellLone = () => {
        if (lone !== undefined) controller.enqueue({ kind: 'place', id: lone });
        lone = undefined;
      };
      parser = createParser({
        onId: (id) => (tellLone(), void (lone = id)),
        // The parser tells an event's id right before the event.
        onEvent: ({ id, data }) => ((lone = undefined), controller.enqueue({ kind: 'event', id, data })),
        onComment: (text) => (tellLone(), controller.enqueue({ kind: 'comment', text: text.trim() })),
      });
    },
    transform: (chunk) => (parser.feed(chunk), tellLone()),
  });
};

/** A signal that aborts when nobody has said `heard` for a while. */
const watchdog = (ms: number): { readonly signal: AbortSignal; heard(): void; stop(): void } => {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), ms);
  return { signal: silent.signal, heard: () => void timer.refresh(), stop: () => clearTimeout(timer) };
};

/** What a stream sends until it ends or `signal` ends it. Throws Failure where it cannot be opened, breaks off or falls silent. */
export async function* eventStream(
  gateway: Gateway,
  path: string,
  query: Query,
  signal: AbortSignal,
): AsyncGenerator<StreamedItem> {
  const silence = watchdog(silentMs);
  const either = AbortSignal.any([signal, silence.signal]);
  try {
    const response = await gateway.open(path, query, { accept: 'text/event-stream' }, either);
    if (response.body === null) return;
    const decoded = (response.body as ReadableStream<Uint8Array>)
      .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
      .pipeThrough(items());
    for await (const item of decoded as unknown as AsyncIterable<StreamedItem>) {
      silence.heard();
      yield item;
    }
  } catch (error) {
    if (signal.aborted) return;
    if (silence.signal.aborted) throw unreachable(path, `it sent nothing for ${silentMs / 1000} s`);
    throw (error as Error).name === 'Failure' ? error : unreachable(path, (error as Error).message);
  } finally {
    silence.stop();
  }
}
