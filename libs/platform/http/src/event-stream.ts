import { once } from 'node:events';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** One server-sent event. Without `data` it only moves the reader's Last-Event-ID. */
export interface StreamedEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
  /** For readers of the raw stream; browsers do not see it. */
  readonly comment?: string;
}

const oneLine = (text: string): string => text.replace(/[\r\n]/g, ' ');

/** The event as text/event-stream has it. */
export const formatEvent = ({ id, event, data, comment }: StreamedEvent): string =>
  [
    comment === undefined ? '' : `: ${oneLine(comment)}\n`,
    id === undefined ? '' : `id: ${oneLine(id)}\n`,
    event === undefined ? '' : `event: ${oneLine(event)}\n`,
    data === undefined ? '' : `data: ${JSON.stringify(data)}\n`,
    '\n',
  ].join('');

/** How a stream is written. */
export interface EventStreamOptions {
  readonly headers: Readonly<OutgoingHttpHeaders>;
  /** Milliseconds between comments that keep the connection known as alive. */
  readonly heartbeatMs: number;
  /** Milliseconds after which a reader that takes nothing is cut off. */
  readonly stalledMs: number;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

const roomFor = async (response: ServerResponse, { stalledMs, signal }: EventStreamOptions): Promise<void> => {
  const settled = new AbortController();
  const patience = AbortSignal.any([signal, settled.signal, AbortSignal.timeout(stalledMs)]);
  try {
    await Promise.race([once(response, 'drain', { signal: patience }), once(response, 'close', { signal: patience })]);
  } finally {
    settled.abort();
  }
};

const head = (response: ServerResponse, { headers }: EventStreamOptions): void => {
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
};

const write = async (
  response: ServerResponse,
  events: AsyncIterable<StreamedEvent>,
  options: EventStreamOptions,
): Promise<void> => {
  for await (const event of events) {
    if (response.destroyed || options.signal.aborted) return;
    if (!response.write(formatEvent(event))) await roomFor(response, options);
  }
};

const finish = (response: ServerResponse): void =>
  void (response.writableNeedDrain ? response.destroy() : response.end());

/**
 * Writes events until they end, the reader leaves or `signal` ends it. Takes the next event only when the reader took the last, so a
 * slow reader holds back its source and nothing piles up here.
 */
export const writeEventStream = async (
  response: ServerResponse,
  events: AsyncIterable<StreamedEvent>,
  options: EventStreamOptions,
): Promise<void> => {
  head(response, options);
  const heartbeat = setInterval(
    () => response.writableNeedDrain || response.write(': still here\n\n'),
    options.heartbeatMs,
  );
  try {
    await write(response, events, options);
  } catch (error) {
    if (!options.signal.aborted && !response.destroyed) throw error;
  } finally {
    clearInterval(heartbeat);
    finish(response);
  }
};
